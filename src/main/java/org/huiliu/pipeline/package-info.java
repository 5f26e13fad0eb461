/**
 * The only place that knows the order of the work.
 *
 * <p>{@link org.huiliu.pipeline.AcceptPath}: a message in, a committed case out. Each path has one method that reads as its
 * table of contents; the steps are in the rooms below.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.pipeline;
