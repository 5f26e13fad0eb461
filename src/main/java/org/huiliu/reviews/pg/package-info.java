/** Reviews in PostgreSQL. */
@org.jspecify.annotations.NullMarked
package org.huiliu.reviews.pg;
