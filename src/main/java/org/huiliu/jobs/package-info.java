/**
 * Long work: begun by a request, done in the background on the pod that took it, watched and cancelled over HTTP.
 *
 * <p>In: an order and the work itself. Out: a {@link org.huiliu.jobs.Job} with its progress and in the end its result. Start
 * with {@link org.huiliu.jobs.Jobs}. A job whose pod has died is told as failed once its heartbeat has lapsed; whoever wants
 * it orders it again.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.jobs;
