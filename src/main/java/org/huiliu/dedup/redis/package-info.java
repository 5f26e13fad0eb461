/**
 * The replay gate in Redis.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.dedup.redis;
