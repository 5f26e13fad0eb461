/** Receipts in PostgreSQL: the only writer of {@code receipt}. */
@org.jspecify.annotations.NullMarked
package org.huiliu.feedback.pg;
