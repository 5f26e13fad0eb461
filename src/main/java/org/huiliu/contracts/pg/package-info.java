/** Contracts in PostgreSQL: table {@code contract}. */
@org.jspecify.annotations.NullMarked
package org.huiliu.contracts.pg;
