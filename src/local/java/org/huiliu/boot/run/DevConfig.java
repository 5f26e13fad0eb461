package org.huiliu.boot.run;

/** What the launcher tells the hub's {@link DevRoutes}; absent in every other run. */
final class DevConfig {

    static final String TOKEN_ENDPOINT = "huiliu.local.token-endpoint";
    static final String POSTGRES_URL = "huiliu.local.postgres-url";
    static final String REDIS_URL = "huiliu.local.redis-url";
    static final String SANDBOX_PORT = "huiliu.local.sandbox-port";

    private DevConfig() {}
}
