/**
 * Reviews: what a person must decide.
 *
 * <p>In: doubts of the machine, opened in the transaction of the report that caused them. Out: an operator's decision,
 * carried out by the pipeline. Start with {@link org.huiliu.reviews.ReviewBook}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.reviews;
