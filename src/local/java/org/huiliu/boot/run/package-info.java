/**
 * The local run: {@link org.huiliu.boot.run.LocalRun} is what {@code mvn -Prun package} ends in. It owns PostgreSQL, Redis,
 * the OIDC server and the sandbox, starts the built hub as a process of its own, and stops everything after the hub has
 * drained. {@link org.huiliu.boot.run.DevRoutes} is the one part of it that is inside of the hub.
 */
@NullMarked
package org.huiliu.boot.run;

import org.jspecify.annotations.NullMarked;
