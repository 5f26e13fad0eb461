/** The console's counts in PostgreSQL. Only reads. */
@org.jspecify.annotations.NullMarked
package org.huiliu.console.pg;
