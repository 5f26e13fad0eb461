/**
 * Versions of the rules in PostgreSQL. Start with {@link org.huiliu.routing.pg.PgRulesets} for the one in force and with
 * {@link org.huiliu.routing.pg.PgRulesetDesk} for what operators do with them.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.routing.pg;
