/**
 * Transactions and group commit: reports that arrive together commit together.
 *
 * <p>In: items from many requests. Out: one result for each, after its transaction is committed. Start with
 * {@link org.huiliu.platform.tx.GroupCommit}; {@link org.huiliu.platform.tx.Tx} is the transaction to which each feature
 * contributes its statements, {@link org.huiliu.platform.tx.Rows} writes many rows with one statement.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.tx;
