/** Subjects, rules and warnings in PostgreSQL. */
@org.jspecify.annotations.NullMarked
package org.huiliu.warnings.pg;
