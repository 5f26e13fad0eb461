/**
 * Real parts for the local run and the tests, none of which needs a container engine: PostgreSQL, Redis and an OIDC
 * server. Start with {@link org.huiliu.boot.embedded.LocalStack}, which brings up all three in one folder and says as
 * configuration where they are. Nothing of this package is in the production artefact.
 */
@NullMarked
package org.huiliu.boot.embedded;

import org.jspecify.annotations.NullMarked;
