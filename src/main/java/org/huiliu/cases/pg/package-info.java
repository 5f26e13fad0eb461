/**
 * Cases in PostgreSQL: the only writer of {@code cases}, {@code event} and {@code assignment}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.cases.pg;
