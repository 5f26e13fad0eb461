/**
 * Administrative divisions of the whole country (31 provinces to 41,352 streets, and the communities of five districts)
 * and the reading of addresses against them.
 *
 * <p>In: a code as sent and addresses as written. Out: the most precise division that they settle, or nothing: names
 * repeat (four 鼓楼区, 88 城关镇), so a name that fits two places settles nothing. Data: {@code
 * contracts/divisions/divisions.tsv} with its licence beside it. Pure computation in memory, microseconds a call.
 *
 * <p>Open {@link org.huiliu.normalize.divisions.TableDivisionResolver} first.
 */
@NullMarked
package org.huiliu.normalize.divisions;

import org.jspecify.annotations.NullMarked;
