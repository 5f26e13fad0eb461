package org.huiliu.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.huiliu.boot.run.PackagedHub;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault that the hub must survive, on the packaged hub. Short in {@code mvn verify}; {@code -Pfaults} takes the whole
 * length. {@code -Dfaults.only=order} runs one scenario, {@code -Dfaults.seed} repeats the random moments of a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    private static final boolean LONG = Boolean.getBoolean("faults.long");

    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private final Random random = new Random(seed());
    private @Nullable City city;
    private @Nullable Path hosts;

    /** A scenario. */
    @FunctionalInterface
    private interface Scenario {
        Verdict run() throws Exception;
    }

    @BeforeAll
    void build(@TempDir Path folder) throws Exception {
        city = new City(folder);
        hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    }

    @TestFactory
    Stream<DynamicTest> nothingIsLostDoubledOrOutOfOrder() {
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        City here = Objects.requireNonNull(city);
        PodFaults pods = new PodFaults(here, random);
        PartFaults parts = new PartFaults(here);
        Ward ward = new Ward(here, Objects.requireNonNull(hosts));
        scenarios.put("crash20", () -> LONG ? pods.crash(20, 500) : pods.crash(2, 200));
        scenarios.put("two-pods", () -> pods.twoPods(LONG ? 4_000 : 300));
        scenarios.put("abort5k", () -> pods.abort(ward.hub(), LONG ? 5_000 : 200));
        scenarios.put("redis-gone", () -> parts.redisGone(ward.hub(), ward.toRedis(), LONG ? 5_000 : 500));
        scenarios.put("pg-bounce", () -> parts.postgresBounces(ward.hub(), LONG ? 5_000 : 500));
        scenarios.put("slow-target", () -> targets(ward).slow(LONG ? 500 : 50));
        scenarios.put(
                "recovery-ramp",
                () -> LONG ? targets(ward).recovery(3_000, 100) : targets(ward).recovery(120, 40));
        scenarios.put("order", () -> targets(ward).order(100));
        scenarios.put("receipt-chaos", () -> targets(ward).receipts(LONG ? 300 : 20));
        scenarios.put("poison", () -> targets(ward).poison(LONG ? 40 : 4));
        scenarios.put("ssrf-rebind", () -> targets(ward).rebind(ward.hosts(), LONG ? 50 : 5));
        String only = System.getProperty("faults.only", "");
        return Stream.concat(
                scenarios.entrySet().stream()
                        .filter(one -> only.isEmpty() || only.equals(one.getKey()))
                        .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> run(one.getKey(), one.getValue()))),
                Stream.of(DynamicTest.dynamicTest("the pods end", ward::close)));
    }

    private TargetFaults targets(Ward ward) {
        return new TargetFaults(Objects.requireNonNull(city), ward.hub(), random);
    }

    private void run(String name, Scenario scenario) throws Exception {
        long begun = System.nanoTime();
        Verdict verdict = scenario.run();
        verdicts.put(name, verdict);
        System.out.printf("%-14s %s in %.1f s%n", name, verdict.json(), (System.nanoTime() - begun) / 1e9);
        assertThat(verdict).isEqualTo(Verdict.CLEAN);
    }

    @AfterAll
    void report() {
        System.out.println("scenario         lost  doubled  order breaks");
        verdicts.forEach((name, verdict) -> System.out.printf(
                "%-14s %6d %8d %13d%n", name, verdict.lost(), verdict.doubled(), verdict.orderBreaks()));
        System.out.println(verdicts.entrySet().stream()
                .map(one -> "\"" + one.getKey() + "\":" + one.getValue().json())
                .collect(Collectors.joining(",", "{", "}")));
        if (city != null) {
            city.close();
        }
    }

    private static long seed() {
        long seed = Long.getLong("faults.seed", System.nanoTime());
        System.out.printf("faults.seed=%d%n", seed);
        return seed;
    }

    /** The pod of the scenarios that kill none, behind proxies; started when it is first needed. */
    private static final class Ward implements AutoCloseable {
        private final City city;
        private final Path hosts;
        private @Nullable PackagedHub hub;
        private @Nullable FaultProxy toRedis;

        Ward(City city, Path hosts) {
            this.city = city;
            this.hosts = hosts;
        }

        /** The names as its pod looks them up. */
        Path hosts() {
            return hosts;
        }

        PackagedHub hub() {
            if (hub == null) {
                hub = city.pod(
                        Map.of(
                                "quarkus.redis.hosts",
                                "redis://127.0.0.1:" + toRedis().port()),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-Dsun.net.inetaddr.ttl=0",
                        "-Dsun.net.inetaddr.negative.ttl=0");
            }
            return hub;
        }

        FaultProxy toRedis() {
            if (toRedis == null) {
                toRedis = new FaultProxy(city.vertx(), city.stack().redis().port());
            }
            return toRedis;
        }

        @Override
        public void close() {
            if (hub != null) {
                hub.close();
            }
            if (toRedis != null) {
                toRedis.close();
            }
        }
    }
}
