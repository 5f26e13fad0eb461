/**
 * What happens to reports, deliveries and answers when parts fail, shown on the packaged hub: pods are processes of the
 * operating system, parts are real, kills fall at random moments with requests open.
 *
 * <p>In: {@link org.huiliu.faults.FaultsIT} with one scenario a method; {@code -Pfaults} takes the long forms. Out: a table
 * and one line of JSON with what was lost, doubled or out of order. {@link org.huiliu.faults.City} is the world around the
 * pods, {@link org.huiliu.faults.Callers} are the lines, {@link org.huiliu.faults.Sink} the receivers,
 * {@link org.huiliu.faults.FaultProxy} the net between pod and part; {@link org.huiliu.faults.Books} compares what each of
 * them knows.
 */
@NullMarked
package org.huiliu.faults;

import org.jspecify.annotations.NullMarked;
