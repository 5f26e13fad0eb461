package org.huiliu.platform.bell;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pods and a Redis between them that goes and comes back. */
class RedisBellTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @Test
    void aRingIsHeardOnAllPodsOncePerBurstAndAgainAfterRedisWasGone() throws Exception {
        EmbeddedRedis server = EmbeddedRedis.start(folder, 0);
        RedisBell here = bell(server.url());
        RedisBell there = bell(server.url());
        AtomicInteger heardHere = new AtomicInteger();
        AtomicInteger heardThere = new AtomicInteger();
        here.listen(Bell.DELIVERIES, heardHere::incrementAndGet);
        there.listen(Bell.DELIVERIES, heardThere::incrementAndGet);
        here.begin();
        there.begin();
        Eventually.holds("both listen", () -> heardHere.get() == 1 && heardThere.get() == 1);

        for (int i = 0; i < 1000; i++) {
            here.ring(Bell.DELIVERIES);
        }
        assertThat(heardHere).as("its own at once").hasValue(1001);
        Eventually.holds("the other hears of it", () -> heardThere.get() > 1);
        assertThat(heardThere.get()).as("a burst is few messages").isLessThan(20);

        int port = Integer.parseInt(server.url().replaceAll(".*:", ""));
        server.close();
        here.ring(Bell.DELIVERIES);
        assertThat(heardHere).as("without Redis").hasValue(1002);
        EmbeddedRedis back = EmbeddedRedis.start(folder.resolve("again"), port);
        int before = heardThere.get();
        Eventually.holds("it is back", () -> {
            here.ring(Bell.DELIVERIES);
            return heardThere.get() > before + 1;
        });
        back.close();
        var closed = vertx.close();
    }

    private RedisBell bell(String url) {
        return new RedisBell(
                vertx,
                Redis.createClient(vertx, new RedisOptions().setConnectionString(url)),
                "test",
                new SimpleMeterRegistry());
    }
}
