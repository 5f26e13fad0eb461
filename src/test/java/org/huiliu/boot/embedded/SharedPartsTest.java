package org.huiliu.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedPartsTest {

    @Test
    void everyApplicationOfOneJvmGetsItsOwnDatabaseOnTheSameServer() {
        Map<String, String> first = SharedParts.nextConfiguration();
        Map<String, String> second = SharedParts.nextConfiguration();

        assertThat(first.get("quarkus.oidc.auth-server-url")).isEqualTo(second.get("quarkus.oidc.auth-server-url"));
        assertThat(first.get("quarkus.datasource.jdbc.url")).isNotEqualTo(second.get("quarkus.datasource.jdbc.url"));
        assertThat(TestTokens.of("feed-110")).isNotEmpty();
    }
}
