package org.huiliu.bench.delivery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.huiliu.boot.run.PackagedHub;

/**
 * {@code -Dbench=delivery}: delivered and marked in a second, beside others with the same letters to the same receivers; what
 * a target that hangs and one that fails cost the others; how a long backlog is drained; how soon a case arrives.
 *
 * <p>{@code -Ddelivery.letters} in a round (20,000), {@code -Ddelivery.rounds} (3, interleaved, medians count),
 * {@code -Ddelivery.backlog} (50,000), {@code -Ddelivery.seconds} of each measurement under steady load (20),
 * {@code -Ddelivery.only}: {@code throughput} or {@code drain}. The hub is the
 * artefact that {@code -Dhuiliu.artefact} names, {@code target/quarkus-app} unless told: {@code mvn package -DskipTests}
 * builds it.
 */
public final class DeliveryBench {
    private static final int LETTERS = Integer.getInteger("delivery.letters", 20_000);
    private static final int ROUNDS = Integer.getInteger("delivery.rounds", 3);
    private static final int BACKLOG = Integer.getInteger("delivery.backlog", 50_000);
    private static final int SECONDS = Integer.getInteger("delivery.seconds", 20);
    private static final String ONLY = System.getProperty("delivery.only", "");
    /** Enough for the virtual machines of all contenders to have compiled what they repeat. */
    private static final int WARM_UP = Math.min(LETTERS, 10_000);

    private static final int DRAIN_PER_SECOND = 1_000;
    private static final int DISTRICTS_PER_SECOND = 100;

    private final Receivers receivers;
    private final HubUnderLoad hub;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private DeliveryBench(Receivers receivers, HubUnderLoad hub) {
        this.receivers = receivers;
        this.hub = hub;
    }

    public static void run() throws Exception {
        if (!Files.exists(PackagedHub.artefact())) {
            throw new IllegalStateException(
                    "no packaged hub at " + PackagedHub.artefact() + ": mvn package -DskipTests builds it");
        }
        Path folder = Files.createTempDirectory("huiliu-bench");
        try (Receivers receivers = new Receivers();
                HubUnderLoad hub = new HubUnderLoad(folder, receivers)) {
            System.out.printf("hub %s, pid %d%n", PackagedHub.artefact(), hub.pid());
            DeliveryBench bench = new DeliveryBench(receivers, hub);
            if (!ONLY.equals("drain")) {
                double most = bench.throughput();
                if (!ONLY.equals("throughput")) {
                    // a case must be taken before it can be delivered: the slower of both is what the hub carries
                    bench.promptness(Math.min(most, hub.mostTaken()) / 10);
                    bench.isolation();
                }
            }
            if (!ONLY.equals("throughput")) {
                bench.drain();
            }
            System.out.println(bench.json());
        }
    }

    // ------------------------------------------------------------ delivered and marked in a second

    private double throughput() throws Exception {
        double most = 0;
        try (Contender scheduler = new DbScheduler(hub.postgres());
                Contender camel = new CamelRoute(hub.postgres())) {
            warmUp(List.of(scheduler, camel));
            for (int fanOut : List.of(1, 3)) {
                List<Double> hubs = new ArrayList<>();
                List<Double> schedulers = new ArrayList<>();
                List<Double> camels = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    hubs.add(hubRound(LETTERS, fanOut));
                    List<Letter> letters = letters();
                    schedulers.add(round(scheduler, letters));
                    camels.add(round(camel, letters));
                }
                System.out.printf(
                        "%-8s %12s %14s %12s %8s%n", "fan-out", "huiliu /s", "db-scheduler /s", "Camel /s", "ratio");
                double own = median(hubs);
                double ratio = own / Math.max(median(schedulers), median(camels));
                System.out.printf(
                        Locale.ROOT,
                        "%-8d %12.0f %14.0f %12.0f %8.2f%n",
                        fanOut,
                        own,
                        median(schedulers),
                        median(camels),
                        ratio);
                figures.put("deliveredPerSecond" + fanOut, Math.round(own));
                figures.put("dbSchedulerPerSecond" + fanOut, Math.round(median(schedulers)));
                figures.put("camelPerSecond" + fanOut, Math.round(median(camels)));
                figures.put("ratio" + fanOut, Math.round(100 * ratio) / 100.0);
                most = Math.max(most, own);
            }
        }
        return most;
    }

    private void warmUp(List<Contender> rivals) throws Exception {
        double unused = hubRound(WARM_UP, 1);
        List<Letter> letters = letters();
        for (Contender rival : rivals) {
            double alsoUnused = round(rival, letters);
        }
    }

    /** The hub's own round: alarms are taken while its targets are paused, then these are let go. */
    private double hubRound(int letters, int fanOut) throws Exception {
        for (String target : HubUnderLoad.SHARED) {
            hub.pause(target);
        }
        int opened = hub.take(letters / fanOut, fanOut == 1 ? HubUnderLoad.SINGLE : HubUnderLoad.TRIPLE);
        Set<String> before = hub.delivered(Set.of());
        receivers.clear(true);
        long begun = System.nanoTime();
        Duration cpu = hub.cpu();
        for (String target : HubUnderLoad.SHARED) {
            hub.resume(target);
        }
        await(() -> hub.open() == 0);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Set<String> delivered = hub.delivered(before);
        check(delivered, opened * (long) fanOut);
        double perSecond = delivered.size() / seconds;
        List<Long> moments = receivers.moments();
        System.out.printf(
                Locale.ROOT,
                "  huiliu: %d letters, %.0f/s, %d us of its processor time each; the first came after %.1f s, nine in ten"
                        + " after %.1f s, the last after %.1f s%n",
                delivered.size(),
                perSecond,
                hub.cpu().minus(cpu).toNanos() / 1_000 / delivered.size(),
                (moments.get(0) - begun) / 1e9,
                (moments.get(moments.size() * 9 / 10) - begun) / 1e9,
                (moments.get(moments.size() - 1) - begun) / 1e9);
        return perSecond;
    }

    private double round(Contender rival, List<Letter> letters) throws Exception {
        receivers.clear(false);
        rival.load(letters);
        long begun = System.nanoTime();
        await(() -> rival.open() == 0);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Set<String> ids = Set.copyOf(letters.stream().map(Letter::id).toList());
        if (!ids.equals(Set.copyOf(receivers.ids()))) {
            throw new IllegalStateException(rival.name() + " delivered other ids: no result");
        }
        double perSecond = letters.size() / seconds;
        System.out.printf(Locale.ROOT, "  %s: %d letters, %.0f/s%n", rival.name(), letters.size(), perSecond);
        return perSecond;
    }

    /** What the hub has just delivered, under new ids for each use. */
    private List<Letter> letters() {
        String run = Long.toHexString(System.nanoTime());
        return receivers.arrivals().entrySet().stream()
                .map(one -> new Letter(
                        one.getKey() + "-" + run,
                        receivers.url(one.getValue().target()) + "/cases",
                        one.getValue().body()))
                .toList();
    }

    private void check(Set<String> delivered, long owed) {
        // an invented alarm that happens to resemble another is joined to it: fewer cases, and some updates
        Set<String> arrived = receivers.arrivals().entrySet().stream()
                .filter(one -> HubUnderLoad.SHARED.contains(one.getValue().target()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (!delivered.equals(arrived) || delivered.size() < owed * 95 / 100) {
            throw new IllegalStateException(
                    "owed " + owed + ", delivered " + delivered.size() + ", arrived " + arrived.size() + ": no result");
        }
    }

    // ------------------------------------------------------------ from 202 to arrival

    private void promptness(double perSecond) throws Exception {
        List<Long> micros = steady(perSecond, List.of(HubUnderLoad.SINGLE), Set.of());
        System.out.printf(
                Locale.ROOT,
                "from 202 to arrival at %.0f cases/s: median %.1f ms, p99 %.1f ms (%d cases)%n",
                perSecond,
                percentile(micros, 50) / 1e3,
                percentile(micros, 99) / 1e3,
                micros.size());
        figures.put("promptLoadPerSecond", Math.round(perSecond));
        figures.put("medianMillisTo", percentile(micros, 50) / 1000.0);
        figures.put("p99MillisTo", percentile(micros, 99) / 1000.0);
    }

    /** Calls at an even pace; microseconds from the answer to the arrival, of targets that are not left out. */
    private List<Long> steady(double perSecond, List<String> divisions, Set<String> leftOut) throws Exception {
        receivers.clear(true);
        Map<String, Long> answered = new ConcurrentHashMap<>();
        AtomicInteger open = new AtomicInteger();
        AtomicInteger next = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        var ticking = clock.scheduleAtFixedRate(
                () -> {
                    int now = open.incrementAndGet();
                    String division = divisions.get(next.getAndIncrement() % divisions.size());
                    var called = hub.call(division).whenComplete((caseId, failure) -> {
                        if (failure == null && !caseId.isEmpty()) {
                            Long before = answered.put(caseId, System.nanoTime());
                        }
                        int left = open.decrementAndGet();
                    });
                },
                0,
                Math.round(1e9 / perSecond),
                TimeUnit.NANOSECONDS);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
        boolean stopped = ticking.cancel(false);
        clock.shutdown();
        await(() -> open.get() == 0);
        List<Long> micros = new ArrayList<>();
        await(() -> hub.openBut(leftOut) == 0);
        receivers.arrivals().values().forEach(arrival -> {
            Long at = answered.get(arrival.caseId());
            if (at != null && !leftOut.contains(arrival.target())) {
                boolean added = micros.add((arrival.nanos() - at) / 1_000);
            }
        });
        return micros;
    }

    // ------------------------------------------------------------ others' trouble

    private void isolation() throws Exception {
        List<Long> quiet = steady(DISTRICTS_PER_SECOND, HubUnderLoad.DISTRICTS, Set.of());
        String hangs = HubUnderLoad.district(HubUnderLoad.DISTRICTS.get(0));
        String fails = HubUnderLoad.district(HubUnderLoad.DISTRICTS.get(1));
        receivers.hang(hangs);
        receivers.fail(fails);
        Set<String> ill = Set.of(hangs, fails);
        List<Long> troubled = steady(DISTRICTS_PER_SECOND, HubUnderLoad.DISTRICTS, ill);
        receivers.heal();
        await(() -> hub.open() == 0);
        double ratio = percentile(troubled, 99) / (double) percentile(quiet, 99);
        System.out.printf(
                Locale.ROOT,
                "20 targets at %d cases/s: p99 %.1f ms; with one hanging and one failing %.1f ms for the others, ratio %.2f%n",
                DISTRICTS_PER_SECOND,
                percentile(quiet, 99) / 1e3,
                percentile(troubled, 99) / 1e3,
                ratio);
        figures.put("healthyP99Millis", percentile(quiet, 99) / 1000.0);
        figures.put("troubledP99Millis", percentile(troubled, 99) / 1000.0);
        figures.put("isolationRatio", Math.round(100 * ratio) / 100.0);
    }

    // ------------------------------------------------------------ a long backlog

    private void drain() throws Exception {
        String target = HubUnderLoad.SHARED.get(0);
        hub.limit(target, DRAIN_PER_SECOND);
        receivers.fail(target);
        int opened = hub.take(BACKLOG, HubUnderLoad.SINGLE);
        long waiting = hub.open();
        receivers.clear(false);
        long healed = System.nanoTime();
        receivers.heal();
        await(() -> hub.open() == 0);
        long ended = System.nanoTime();
        List<Long> moments = receivers.moments();
        // the outage ends with the probe that gets through, at most a minute after the target has come back
        double noticed = (moments.get(0) - healed) / 1e9;
        double seconds = (ended - moments.get(0)) / 1e9;
        int most = mostInASecond(moments);
        System.out.printf(
                Locale.ROOT,
                "%d waiting (%d cases) at a limit of %d/s: probed after %.1f s, drained in %.1f s, most in any second %d%n",
                waiting,
                opened,
                DRAIN_PER_SECOND,
                noticed,
                seconds,
                most);
        figures.put("drainProbedAfterSeconds", Math.round(noticed));
        figures.put("backlog", waiting);
        figures.put("drainLimitPerSecond", DRAIN_PER_SECOND);
        figures.put("drainSeconds", Math.round(seconds));
        figures.put("drainMostInASecond", most);
    }

    private static int mostInASecond(List<Long> moments) {
        int most = 0;
        for (int from = 0, to = 0; to < moments.size(); to++) {
            while (moments.get(to) - moments.get(from) >= 1_000_000_000L) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    // ------------------------------------------------------------ arithmetic

    /** A condition that may fail to be asked. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not over after ten minutes: no result");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static long percentile(List<Long> values, int percent) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private String json() {
        StringBuilder json = new StringBuilder("{");
        figures.forEach((name, value) -> {
            var more = json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(value);
        });
        return json.append('}').toString();
    }
}
