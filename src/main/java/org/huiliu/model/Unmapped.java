package org.huiliu.model;

/**
 * A code the feed's table does not know: kept raw, and a task for an operator.
 *
 * @param field JSON pointer into the payload
 * @param value the value as sent
 * @param table the code table that lacks it
 */
public record Unmapped(String field, String value, String table) {}
