/**
 * The published ruleset in PostgreSQL.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.routing.pg;
