/**
 * Reports come in here: whose message it is, whether it is known, what its sender is told.
 *
 * <p>In: native messages over HTTP ({@code rest} one at a time, {@code http} as a stream). Out: an
 * {@link org.huiliu.intake.Arrival} to the {@link org.huiliu.intake.ReportSink}, and its
 * {@link org.huiliu.intake.IntakeAnswer} back to the sender. {@link org.huiliu.intake.Recognition} is the rule of exact
 * identity; {@link org.huiliu.intake.ReportLedger} keeps what it needs. Start with {@code ReportSink}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.intake;
