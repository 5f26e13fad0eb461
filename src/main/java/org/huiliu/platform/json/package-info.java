/**
 * One way to write and read JSON, for the API, the tables and the contracts alike.
 *
 * <p>In: records. Out: JSON without nulls and empties, times in RFC 3339 with the offset they came with.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.json;
