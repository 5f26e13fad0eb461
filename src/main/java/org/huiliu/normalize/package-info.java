/**
 * Turns what a line sends into the hub's words.
 *
 * <p>In: one native payload (JSON, or XML where the feed's contract says so) and the {@link
 * org.huiliu.normalize.FeedContract} of its feed. Out: a {@link org.huiliu.normalize.Normalization}, which is either
 * {@link org.huiliu.normalize.Normalized} (identity, content hash, {@link org.huiliu.model.CaseContent}) or {@link
 * org.huiliu.normalize.Rejected} (each fault with its JSON pointer). Pure computation: no I/O, no blocking, safe for
 * any thread.
 *
 * <p>What differs between feeds is data in {@code contracts/feeds/<feed>/}, read once at start-up by {@link
 * org.huiliu.normalize.FeedContracts}; a broken contract stops the start. Divisions are settled behind the port {@link
 * org.huiliu.normalize.DivisionResolver}.
 *
 * <p>Open {@link org.huiliu.normalize.Normalizer} first.
 */
@NullMarked
package org.huiliu.normalize;

import org.jspecify.annotations.NullMarked;
