/** The repeat policies in PostgreSQL. */
@org.jspecify.annotations.NullMarked
package org.huiliu.dedup.pg;
