package org.huiliu.boot.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} real parts: one PostgreSQL, one Redis and one OIDC server for all tests of a Maven JVM, and
 * for each start of the application a database and a Redis index of its own, both empty. Use it with
 * {@code @QuarkusTestResource(EmbeddedPartsResource.class)}; tokens come from {@link TestTokens}.
 */
public final class EmbeddedPartsResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return SharedParts.nextConfiguration();
    }

    /** The parts end with the JVM: the next application uses them again. */
    @Override
    public void stop() {}
}
