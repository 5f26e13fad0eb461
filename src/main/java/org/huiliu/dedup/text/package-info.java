/**
 * What a Chinese complaint says, as figures: symbols, weighted n-grams, names of places and firms, numbers, topics. Knows
 * nothing of cases; JDK only.
 *
 * <p>In: text as people type or dictate it. Out: immutable values that can be compared. Start with
 * {@link org.huiliu.dedup.text.Plain}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.dedup.text;
