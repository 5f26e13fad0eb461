/** Jobs in PostgreSQL, and the work on this pod. */
@org.jspecify.annotations.NullMarked
package org.huiliu.jobs.pg;
