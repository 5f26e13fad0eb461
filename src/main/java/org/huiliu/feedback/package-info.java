/**
 * Feedback: what units report back about the cases they were sent.
 *
 * <p>In: receipts of targets ({@code POST /v1/cases/{id}/receipts}). Out: a {@link org.huiliu.feedback.ReceiptAnswer}
 * after the commit. Start with {@link org.huiliu.feedback.ReceiptSink}; {@link org.huiliu.feedback.Following} is the
 * policy by which a case follows its assignments. The order of the work is in {@code org.huiliu.pipeline.FeedbackPath}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.feedback;
