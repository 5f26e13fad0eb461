/**
 * What repeats keep in Redis: the replay gate and the repeat index. The index's scripts are in {@code
 * resources/repeats}; {@code common.lua} says what its keys hold.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.dedup.redis;
