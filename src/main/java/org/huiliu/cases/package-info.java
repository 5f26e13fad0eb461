/**
 * Cases, their assignments and their events: the state of every matter.
 *
 * <p>In: content from reports, decisions from routing, receipts from units. Out: a {@link org.huiliu.cases.CaseFile} with
 * what changed, written through {@link org.huiliu.cases.CaseLedger} in the caller's transaction. Start with
 * {@code CaseFile}; the legal moves are tables in {@link org.huiliu.cases.CaseMoves} and
 * {@link org.huiliu.cases.AssignmentMoves}. The events of all cases are read as one stream through
 * {@link org.huiliu.cases.Changes}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.cases;
