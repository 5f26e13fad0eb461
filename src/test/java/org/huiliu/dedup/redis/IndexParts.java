package org.huiliu.dedup.redis;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.huiliu.boot.embedded.EmbeddedRedis;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatIndex.Entry;
import org.huiliu.dedup.RepeatIndex.Settlement;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;

/** A Redis of its own, and indexes on it, each as one pod has it. */
public final class IndexParts implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration MONTH = Duration.ofDays(30);

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Path folder;
    final EmbeddedRedis server;
    final Redis redis;
    /** How far the hub's clock is ahead of the real one. */
    volatile Duration ahead = Duration.ZERO;

    public IndexParts(Path folder, String... settings) {
        this.folder = folder;
        this.server = EmbeddedRedis.start(folder, 0, settings);
        this.redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(server.url())
                        .setMaxPoolSize(8)
                        .setMaxPoolWaiting(512));
    }

    RedisRepeatIndex index() {
        return index(Duration.ofSeconds(2));
    }

    RedisRepeatIndex index(Duration patience) {
        return index(patience, Duration.ofSeconds(30));
    }

    RedisRepeatIndex index(Duration patience, Duration provisional) {
        return new RedisRepeatIndex(
                vertx, redis, new Ahead(), meters, "testcity", patience, provisional, Duration.ofMillis(500));
    }

    /** The index as another room sees it. */
    public RepeatIndex forOthers() {
        return index();
    }

    RedisRepeatIndex completeIndex() {
        RedisRepeatIndex index = index();
        await(index.declareComplete());
        return index;
    }

    static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    Response ask(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request = request.arg(argument);
        }
        return await(Uni.createFrom().completionStage(redis.send(request).toCompletionStage()));
    }

    public void tell(Command command, String... arguments) {
        Response answer = ask(command, arguments);
        if (answer == null) {
            throw new IllegalStateException("no answer");
        }
    }

    List<String> allKeys() {
        List<String> keys = new ArrayList<>();
        String cursor = "0";
        do {
            Response page = ask(Command.SCAN, cursor, "COUNT", "1000");
            page.get(1).forEach(key -> keys.add(key.toString()));
            cursor = page.get(0).toString();
        } while (!cursor.equals("0"));
        return keys;
    }

    /** An entry that is found under these keys. */
    static Entry entry(BlockKey... keys) {
        return entry(Ids.at(System.currentTimeMillis()), MONTH, keys);
    }

    static Entry entry(UUID id, Duration keep, BlockKey... keys) {
        return new Entry(
                id,
                ("sketch of " + id).getBytes(StandardCharsets.UTF_8),
                List.of(keys),
                List.of(keys),
                OffsetDateTime.now(Clocks.CHINA),
                keep);
    }

    static BlockKey caller(long hash) {
        return new BlockKey(BlockKey.Kind.CALLER, hash);
    }

    static BlockKey place(long hash) {
        return new BlockKey(BlockKey.Kind.PLACE, hash);
    }

    static BlockKey cell(long hash) {
        return new BlockKey(BlockKey.Kind.CELL, hash);
    }

    static BlockKey text(long hash) {
        return new BlockKey(BlockKey.Kind.TEXT, hash);
    }

    static Settlement committed(Entry... entries) {
        return new Settlement(Set.copyOf(Stream.of(entries).map(Entry::caseId).toList()), Map.of(), Set.of(), Map.of());
    }

    static Settlement withdrawn(Entry... entries) {
        return new Settlement(
                Set.of(),
                Map.of(),
                Set.copyOf(Stream.of(entries).map(Entry::caseId).toList()),
                Map.of());
    }

    static Settlement joined(Entry entry, UUID other) {
        return new Settlement(Set.of(), Map.of(entry.caseId(), other), Set.of(), Map.of());
    }

    static Settlement further(UUID caseId, BlockKey... keys) {
        return new Settlement(Set.of(), Map.of(), Set.of(), Map.of(caseId, List.of(keys)));
    }

    /** Registers and commits an entry. */
    static void commit(RepeatIndex index, Entry entry) {
        await(index.register(List.of(entry)).chain(() -> index.settle(committed(entry))));
    }

    @Override
    public void close() {
        redis.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Ahead extends Clock {
        @Override
        public ZoneId getZone() {
            return Clocks.CHINA;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }
}
