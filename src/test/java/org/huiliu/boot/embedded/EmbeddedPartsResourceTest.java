package org.huiliu.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class EmbeddedPartsResourceTest {

    @Inject
    Pool postgres;

    @Inject
    RedisDataSource redis;

    @Test
    void theHubUnderTestHasRealParts() {
        Row row = postgres.query("SELECT current_user, current_database()")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10))
                .iterator()
                .next();

        assertThat(row.getString(0)).isEqualTo("huiliu");
        assertThat(row.getString(1)).matches("t[0-9]+");
        assertThat(redis.execute("PING").toString()).isEqualTo("PONG");
        assertThat(TestTokens.of("feed-110")).isNotEmpty();
    }
}
