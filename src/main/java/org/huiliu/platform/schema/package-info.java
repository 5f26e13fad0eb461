/**
 * What is wrong with a JSON tree under a JSON Schema, said in one way wherever schemas are used.
 *
 * <p>In: the complaints of the validator. Out: faults with their spots, which quote nothing. Start with {@link
 * org.huiliu.platform.schema.Complaints}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.schema;
