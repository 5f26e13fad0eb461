package org.huiliu.dedup.redis;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.huiliu.boot.embedded.EmbeddedRedis;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.RepeatIndex.Entry;
import org.huiliu.dedup.RepeatIndex.Lookup;
import org.huiliu.dedup.RepeatIndex.Settlement;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;

/**
 * What the repeat index costs: memory of an entry and time of a check, in a Redis of its own that holds a month of a
 * large city. Everything in it is invented by a random generator with a fixed seed; what repeats how often follows a
 * city's ledger: a tenth of the names of places take half of the cases, a fifth of the callers call again, a tenth of
 * the texts are forms.
 *
 * <p>{@code -Dbench=repeats-memory}, with {@code -Dcount=1000000} and {@code -Dsketch=130} (bytes).
 */
public final class IndexMemory {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int PAGE = 2000;

    private static final int NAMES = 20_000;
    private static final int SQUARES = 200;
    private static final int FAMILIES = 20;
    private static final int STREETS = 150;

    private final Random random = new Random(20260901);
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;
    private final RedisRepeatIndex index;
    private final int sketch;

    private IndexMemory(EmbeddedRedis server, int sketch) {
        this.sketch = sketch;
        this.redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(server.url()));
        this.index = new RedisRepeatIndex(
                vertx,
                redis,
                Clock.system(Clocks.CHINA),
                new SimpleMeterRegistry(),
                "city",
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }

    public static void run() throws IOException {
        Path folder = Files.createTempDirectory("huiliu-bench-");
        try (EmbeddedRedis server = EmbeddedRedis.start(folder, 0, "--appendonly", "no")) {
            IndexMemory bench = new IndexMemory(server, Integer.getInteger("sketch", 130));
            bench.measure(Integer.getInteger("count", 1_000_000));
            bench.redis.close();
            bench.vertx.close().toCompletionStage().toCompletableFuture().join();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void measure(int count) {
        long before = usedMemory();
        Instant begun = Instant.now();
        for (int from = 0; from < count; from += PAGE) {
            List<Entry> page = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + PAGE); i++) {
                page.add(entry(begun.minus(MONTH).plusSeconds((long) (i * 0.9 * MONTH.toSeconds() / count))));
            }
            await(index.restore(page));
        }
        await(index.declareComplete());
        double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
        long used = usedMemory() - before;
        double each = (double) used / count;
        System.out.printf(
                Locale.ROOT,
                "%,d entries with a sketch of %d bytes: used_memory %,d bytes, %.0f an entry; filled in %.0f s%n",
                count,
                sketch,
                used,
                each,
                seconds);
        Map<String, long[]> shares = shares();
        shares.forEach((kind, share) -> System.out.printf(
                Locale.ROOT,
                "  %-22s %,9d keys %,13d bytes (sampled)  %.0f an entry%n",
                kind,
                share[0],
                share[1],
                (double) share[1] / count));
        Map<String, Object> checks = new TreeMap<>();
        for (int group : new int[] {1, 16, 128}) {
            checks.put("group" + group, check(group, Math.max(30, 2000 / group)));
        }
        System.out.printf(
                Locale.ROOT,
                "{\"entries\":%d,\"sketch\":%d,\"usedMemory\":%d,\"bytesAnEntry\":%.1f,\"fillSeconds\":%.1f,\"checks\":%s}%n",
                count,
                sketch,
                used,
                each,
                seconds,
                checks.entrySet().stream()
                        .map(one -> "\"" + one.getKey() + "\":" + one.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    /** Registers and settles groups of new reports, as intake does. */
    private String check(int size, int times) {
        double[] registering = new double[times];
        long candidates = 0;
        long inRedis = 0;
        long settling = 0;
        for (int i = 0; i < times; i++) {
            List<Entry> group = new ArrayList<>();
            for (int j = 0; j < size; j++) {
                group.add(entry(Instant.now()));
            }
            long redisBefore = redisMicros();
            long begun = System.nanoTime();
            Lookup found = await(index.register(group));
            registering[i] = (System.nanoTime() - begun) / 1e6;
            long redisBetween = redisMicros();
            inRedis += redisBetween - redisBefore;
            candidates +=
                    found.candidates().values().stream().mapToLong(List::size).sum();
            // every third opens a case: the rest are repeats
            Set<UUID> opened =
                    group.stream().map(Entry::caseId).limit((size + 2) / 3).collect(Collectors.toSet());
            Map<UUID, UUID> joined = new HashMap<>();
            group.stream()
                    .map(Entry::caseId)
                    .filter(id -> !opened.contains(id))
                    .forEach(id -> joined.put(id, opened.iterator().next()));
            await(index.settle(new Settlement(opened, joined, Set.of(), Map.of())));
            settling += redisMicros() - redisBetween;
        }
        Arrays.sort(registering);
        double perReport = (double) inRedis / times / size;
        System.out.printf(
                Locale.ROOT,
                "register a group of %3d: median %.2f ms, p99 %.2f ms at the client; in Redis %.0f µs a report, settling"
                        + " %.0f µs; %.1f candidates%n",
                size,
                registering[times / 2],
                registering[times * 99 / 100],
                perReport,
                (double) settling / times / size,
                (double) candidates / times / size);
        return String.format(
                Locale.ROOT,
                "{\"medianMs\":%.2f,\"p99Ms\":%.2f,\"redisMicrosAReport\":%.0f}",
                registering[times / 2],
                registering[times * 99 / 100],
                perReport);
    }

    // ------------------------------------------------------------ an invented city

    private Entry entry(Instant at) {
        List<BlockKey> keys = new ArrayList<>();
        // a caller in five has called before
        keys.add(key(
                BlockKey.Kind.CALLER, random.nextInt(5) == 0 ? random.nextInt(40_000) : random.nextLong() | 1L << 62));
        int places = 2 + random.nextInt(2);
        for (int i = 0; i < places; i++) {
            keys.add(key(BlockKey.Kind.PLACE, skewed(NAMES)));
        }
        int bands = 2 + random.nextInt(3);
        boolean form = random.nextInt(10) == 0;
        long formNumber = skewed(2000);
        for (int i = 0; i < bands; i++) {
            keys.add(key(BlockKey.Kind.TEXT, form ? formNumber * 8 + i : random.nextLong()));
        }
        List<BlockKey> lookups = new ArrayList<>(keys);
        int family = skewed(FAMILIES);
        if (random.nextInt(10) < 6) {
            int column = skewed(SQUARES);
            int row = skewed(SQUARES);
            keys.add(square(column, row, family));
            for (int right = -1; right <= 1; right++) {
                for (int up = -1; up <= 1; up++) {
                    lookups.add(square(column + right, row + up, family));
                }
            }
        } else {
            BlockKey street = key(BlockKey.Kind.CELL, -1L - skewed(STREETS) * 100L - family);
            keys.add(street);
            lookups.add(street);
        }
        byte[] bytes = new byte[sketch];
        random.nextBytes(bytes);
        return new Entry(
                Ids.at(at.toEpochMilli()), bytes, keys, lookups, OffsetDateTime.ofInstant(at, Clocks.CHINA), MONTH);
    }

    private static BlockKey square(int column, int row, int family) {
        return key(BlockKey.Kind.CELL, ((long) column * 1000 + row) * 100 + family);
    }

    private static BlockKey key(BlockKey.Kind kind, long hash) {
        return new BlockKey(kind, hash * 0x9E3779B97F4A7C15L);
    }

    /** A number below the bound, the low ones far more often. */
    private int skewed(int bound) {
        double even = random.nextDouble();
        return (int) (bound * even * even * even);
    }

    // ------------------------------------------------------------ Redis

    private Map<String, long[]> shares() {
        Map<String, long[]> shares = new TreeMap<>();
        Map<String, Integer> seen = new HashMap<>();
        String cursor = "0";
        do {
            Response page = ask(Command.SCAN, cursor, "COUNT", "5000");
            page.get(1).forEach(name -> {
                String[] parts = name.toString().split(":");
                String kind = parts.length > 2 ? parts[2] : "head";
                long[] share = shares.computeIfAbsent(kind, none -> new long[3]);
                share[0]++;
                // each twentieth is measured
                if (seen.merge(kind, 1, Integer::sum) % 20 == 1) {
                    share[1] += ask(Command.MEMORY, "USAGE", name.toString()).toLong();
                    share[2]++;
                }
            });
            cursor = page.get(0).toString();
        } while (!cursor.equals("0"));
        shares.values().forEach(share -> share[1] = share[1] * share[0] / share[2]);
        return shares;
    }

    private long usedMemory() {
        String info = ask(Command.INFO, "memory").toString();
        int from = info.indexOf("used_memory:") + "used_memory:".length();
        return Long.parseLong(info.substring(from, info.indexOf('\r', from)));
    }

    /** Processor time of Redis's one thread: what others do on this machine does not count. */
    private long redisMicros() {
        String info = ask(Command.INFO, "cpu").toString();
        return micros(info, "used_cpu_sys_main_thread:") + micros(info, "used_cpu_user_main_thread:");
    }

    private static long micros(String info, String line) {
        int from = info.indexOf(line) + line.length();
        return (long) (Double.parseDouble(info.substring(from, info.indexOf('\r', from))) * 1e6);
    }

    private Response ask(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request = request.arg(argument);
        }
        return await(Uni.createFrom().completionStage(redis.send(request).toCompletionStage()));
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
