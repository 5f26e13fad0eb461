package org.huiliu.dedup.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.RepeatIndex;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The index in one shard of Redis. Each call is one script; what the scripts keep is told in {@code
 * resources/repeats/common.lua}.
 *
 * <p>A Redis that twice does not answer within its patience is left alone for a moment, so that it costs a few groups
 * their patience and not every group. What it misses meanwhile is found missing later.
 */
@ApplicationScoped
class RedisRepeatIndex implements RepeatIndex {
    private static final Logger LOG = Logger.getLogger(RedisRepeatIndex.class);

    /** How long a Redis that is too slow is not asked. */
    private static final Duration REST = Duration.ofSeconds(1);
    /** Its rest doubles so often: to 32 seconds. */
    private static final int LONGEST_REST = 5;
    /** Filling the index and comparing it are not in anybody's way: they may wait where intake may not. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(5);
    /** Redis does nothing else while a script runs: this many entries take it some milliseconds. */
    private static final int ENTRIES_A_CALL = 200;

    /** After Redis was away: until then other pods may not have told it yet what was committed meanwhile. */
    private static final Duration MISTRUST = Duration.ofSeconds(5);
    /** What is kept to be told later; beyond that only comparing with the database finds it. */
    private static final int MOST_OWED = 20_000;
    /** Reports that joined a case while Redis was away: those that it knows were under way when it went, few groups. */
    private static final int MOST_JOINS = 1_000;

    private static final Duration PATIENCE_A_REPORT = Duration.ofMillis(1);
    /** Among the kinds that hit a candidate: that it is provisional. */
    private static final int PROVISIONAL = 16;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private final Vertx vertx;
    private final Redis redis;
    private final Clock clock;
    private final String head;
    private final Duration patience;
    private final Duration provisional;
    private final Duration settleWait;

    private final Script find = Script.named("find.lua");
    private final Script settle = Script.named("settle.lua");
    private final Script state = Script.named("state.lua");
    private final Script fill = Script.named("fill.lua");

    private final Timer lookupTime;
    private final Timer waitTime;
    private final DistributionSummary candidates;
    private final Counter completeLookups;
    private final Counter incompleteLookups;
    private final Counter unavailable;
    private final Counter lost;

    /** Entries that this pod has registered, or has tried to, and not settled. */
    private final Map<UUID, Entry> underWay = new ConcurrentHashMap<>();
    /** Committed cases of which Redis could not be told; they are the first thing it hears when it is back. */
    private final Map<UUID, Entry> owed = new ConcurrentHashMap<>();
    /** Entries whose report joined a case, of which Redis could not be told: until it is, others wait for them. */
    private final Map<UUID, UUID> owedJoins = new ConcurrentHashMap<>();

    private final AtomicInteger tooSlow = new AtomicInteger();
    private volatile long trustedFrom = System.nanoTime();
    private volatile long restsUntil = System.nanoTime();

    /** A candidate with what it is ordered by. */
    private record Ranked(Candidate candidate, int score, long at) {}

    RedisRepeatIndex(
            Vertx vertx,
            Redis redis,
            Clock clock,
            MeterRegistry meters,
            // one city lives on one shard: every key of a city carries its hash tag
            @ConfigProperty(name = "huiliu.city", defaultValue = "city") String city,
            // a second case for one matter costs more than this wait, and two slow answers in a row give Redis a rest
            @ConfigProperty(name = "huiliu.dedup.index-patience", defaultValue = "2s") Duration patience,
            // far longer than a group takes to commit; others may wait for it that long if its pod dies
            @ConfigProperty(name = "huiliu.dedup.provisional", defaultValue = "30s") Duration provisional,
            // a commit takes milliseconds; who is not settled by then is decided without
            @ConfigProperty(name = "huiliu.dedup.settle-wait", defaultValue = "5s") Duration settleWait) {
        this.vertx = vertx;
        this.redis = redis;
        this.clock = clock;
        this.head = "{" + city + "}:repeats";
        this.patience = patience;
        this.provisional = provisional;
        this.settleWait = settleWait;
        this.lookupTime = meters.timer("huiliu.dedup.lookup");
        this.waitTime = meters.timer("huiliu.dedup.settled");
        this.candidates = meters.summary("huiliu.dedup.candidates");
        this.completeLookups = meters.counter("huiliu.dedup.lookups", "complete", "true");
        this.incompleteLookups = meters.counter("huiliu.dedup.lookups", "complete", "false");
        this.unavailable = meters.counter("huiliu.dedup.redis.unavailable");
        this.lost = meters.counter("huiliu.dedup.index.lost");
    }

    @Override
    public Uni<Lookup> register(List<Entry> group) {
        return find(group, true);
    }

    @Override
    public Uni<Lookup> look(List<Entry> group) {
        return find(group, false);
    }

    @Override
    public Uni<Map<UUID, UUID>> settled(Collection<UUID> waitedFor) {
        Map<UUID, UUID> led = new HashMap<>();
        if (waitedFor.isEmpty()) {
            return Uni.createFrom().item(led);
        }
        return Uni.createFrom().deferred(() -> {
            long begun = System.nanoTime();
            return settled(new LinkedHashSet<>(waitedFor), led, FIRST_PAUSE, begun + settleWait.toNanos())
                    .onTermination()
                    .invoke(() -> waitTime.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS))
                    .onFailure()
                    .recoverWithItem(led);
        });
    }

    @Override
    public Uni<Void> settle(Settlement settlement) {
        Set<UUID> withdrawn = settlement.withdrawn();
        List<byte[]> steps = new ArrayList<>();
        settlement.committed().forEach(id -> steps.add(Packed.step('c', id, new byte[0])));
        steps.addAll(joins(settlement.joined()));
        withdrawn.forEach(id -> steps.add(Packed.step('w', id, new byte[0])));
        settlement.further().forEach((id, keys) -> steps.add(Packed.step('f', id, Packed.keys(keys))));
        if (steps.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return write(steps, patience)
                .invoke(answer -> forget(settlement))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    settlement.committed().forEach(this::owe);
                    if (owedJoins.size() < MOST_JOINS) {
                        owedJoins.putAll(settlement.joined());
                    }
                    forget(settlement);
                    return Uni.createFrom().voidItem();
                });
    }

    private void forget(Settlement settlement) {
        underWay.keySet().removeAll(settlement.committed());
        underWay.keySet().removeAll(settlement.joined().keySet());
        underWay.keySet().removeAll(settlement.withdrawn());
    }

    private void owe(UUID committed) {
        Entry entry = underWay.get(committed);
        if (entry != null && owed.size() < MOST_OWED) {
            var before = owed.put(committed, entry);
        } else {
            lost.increment();
        }
    }

    /** Tells Redis what it has missed. */
    private Uni<Void> pay() {
        return payCommitted().chain(this::payJoins).onFailure().recoverWithNull();
    }

    private Uni<Void> payCommitted() {
        if (owed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Entry> entries = List.copyOf(owed.values());
        return portions(entries, patience)
                .invoke(done -> entries.forEach(entry -> owed.remove(entry.caseId())))
                .replaceWithVoid();
    }

    private Uni<Void> payJoins() {
        if (owedJoins.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, UUID> joined = Map.copyOf(owedJoins);
        return write(joins(joined), patience)
                .invoke(done -> owedJoins.keySet().removeAll(joined.keySet()))
                .replaceWithVoid();
    }

    private static List<byte[]> joins(Map<UUID, UUID> joined) {
        return joined.entrySet().stream()
                .map(one -> Packed.step('j', one.getKey(), Packed.bytes(one.getValue())))
                .toList();
    }

    @Override
    public Uni<Void> restore(List<Entry> entries) {
        // in the way of intake, so with its patience
        return portions(entries, patience).replaceWithVoid().onFailure().recoverWithUni(failure -> {
            lost.increment(entries.size());
            return Uni.createFrom().voidItem();
        });
    }

    /** Enters entries portion by portion; tells in which lives of the index they went. */
    private Uni<Set<String>> portions(List<Entry> entries, Duration within) {
        List<List<Entry>> portions = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += ENTRIES_A_CALL) {
            portions.add(entries.subList(from, Math.min(entries.size(), from + ENTRIES_A_CALL)));
        }
        return Multi.createFrom()
                .iterable(portions)
                .onItem()
                .transformToUniAndConcatenate(some -> {
                    Instant now = clock.instant();
                    List<byte[]> steps = new ArrayList<>();
                    for (Entry entry : some) {
                        steps.add(Packed.restored(entry, now));
                        List<BlockKey> beyond = Packed.beyond(entry);
                        if (!beyond.isEmpty()) {
                            steps.add(Packed.step('f', entry.caseId(), Packed.keys(beyond)));
                        }
                    }
                    return write(steps, within).map(answer -> answer.get(1).toString());
                })
                .collect()
                .asSet();
    }

    @Override
    public Uni<Set<UUID>> missing(Collection<UUID> cases) {
        List<UUID> asked = List.copyOf(new LinkedHashSet<>(cases));
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return states(asked, LONG_PATIENCE)
                .map(states -> {
                    Set<UUID> missing = new HashSet<>();
                    for (int i = 0; i < asked.size(); i++) {
                        byte[] one = states.get(i).toBytes();
                        if (one.length == 0 || one[0] == 'j') {
                            missing.add(asked.get(i));
                        }
                    }
                    return missing;
                })
                .onFailure()
                .recoverWithItem(Set.of());
    }

    @Override
    public Uni<Standing> standing() {
        return pay().chain(() -> ask(
                        () -> redis.send(Request.cmd(Command.HMGET)
                                .arg(head)
                                .arg("since")
                                .arg("complete")
                                .arg("entered")
                                .arg("expected")
                                .arg("begun")),
                        LONG_PATIENCE))
                .map(found -> new Standing(
                        found.get(1) == null ? State.INCOMPLETE : State.COMPLETE,
                        number(found.get(2)),
                        number(found.get(3)),
                        time(found.get(4)),
                        time(found.get(1))))
                .onFailure()
                .recoverWithItem(Standing.UNREACHABLE);
    }

    private static long number(@Nullable Response found) {
        return found == null ? 0 : found.toLong();
    }

    private static @Nullable OffsetDateTime time(@Nullable Response found) {
        return found == null ? null : Packed.time(found.toLong());
    }

    @Override
    public Filling fill(long expected) {
        return new Refill(expected);
    }

    /** One filling; it remembers the life of the index into which its entries went. */
    private final class Refill implements Filling {
        private final Set<String> lives = ConcurrentHashMap.newKeySet();
        private final Uni<Response> begun;

        Refill(long expected) {
            begun = fillStep("begin", expected)
                    .invoke(answer -> lives.add(answer.get(1).toString()))
                    .memoize()
                    .indefinitely();
        }

        @Override
        public Uni<Boolean> enter(List<Entry> entries) {
            return begun.chain(() -> portions(entries, LONG_PATIENCE))
                    .invoke(lives::addAll)
                    .chain(() -> fillStep("entered", entries.size()))
                    .map(done -> lives.size() == 1)
                    .onFailure()
                    .recoverWithItem(false);
        }

        @Override
        public Uni<Boolean> finish() {
            return begun.chain(() -> lives.size() == 1 ? fillStep("finish", 0) : begun)
                    .map(answer -> lives.size() == 1
                            && answer.get(0).toInteger() == 1
                            && lives.contains(answer.get(1).toString()))
                    .onFailure()
                    .recoverWithItem(false);
        }

        private Uni<Response> fillStep(String step, long number) {
            return Uni.createFrom()
                    .deferred(() -> ask(
                            () -> fill.run(
                                    redis,
                                    head,
                                    List.of(
                                            Packed.now(clock.instant()),
                                            Packed.ascii(step),
                                            Packed.number(number),
                                            Packed.ascii(
                                                    lives.stream().findFirst().orElse("")))),
                            LONG_PATIENCE));
        }
    }

    // ------------------------------------------------------------ find

    private Uni<Lookup> find(List<Entry> group, boolean registering) {
        if (group.isEmpty()) {
            return Uni.createFrom().item(new Lookup(true, Map.of()));
        }
        return Uni.createFrom().deferred(() -> {
            long begun = System.nanoTime();
            Instant now = clock.instant();
            List<byte[]> arguments = new ArrayList<>();
            arguments.add(Packed.now(now));
            arguments.add(Packed.number(registering ? 1 : 0));
            arguments.add(Packed.number(provisional.toMillis()));
            group.forEach(entry -> arguments.add(Packed.entry(entry, now)));
            // a full group is work for Redis: each report adds its part to what may be waited
            if (registering && underWay.size() < MOST_OWED) {
                group.forEach(entry -> {
                    var before = underWay.put(entry.caseId(), entry);
                });
            }
            return pay().chain(() -> ask(find, arguments, patience.plus(PATIENCE_A_REPORT.multipliedBy(group.size()))))
                    .map(answer -> lookup(group, answer))
                    .map(found -> trusted() ? found : new Lookup(false, found.candidates()))
                    .onFailure()
                    .recoverWithItem(() -> new Lookup(false, Map.of()))
                    .invoke(found -> count(found, group.size(), System.nanoTime() - begun));
        });
    }

    private boolean trusted() {
        return owed.isEmpty() && System.nanoTime() - trustedFrom >= 0;
    }

    private void count(Lookup found, int asked, long nanos) {
        lookupTime.record(nanos, TimeUnit.NANOSECONDS);
        (found.complete() ? completeLookups : incompleteLookups).increment(asked);
        found.candidates().values().forEach(some -> candidates.record(some.size()));
    }

    private static Lookup lookup(List<Entry> group, Response answer) {
        Response records = answer.get(1);
        List<ByteBuffer> read = new ArrayList<>(records.size());
        records.forEach(record -> read.add(ByteBuffer.wrap(record.toBytes())));
        Map<UUID, List<Candidate>> candidates = new HashMap<>();
        for (int i = 0; i < group.size(); i++) {
            ByteBuffer places = ByteBuffer.wrap(answer.get(2).get(i).toBytes());
            List<Ranked> ranked = new ArrayList<>();
            while (places.hasRemaining()) {
                ByteBuffer record =
                        read.get(Short.toUnsignedInt(places.getShort())).duplicate();
                ranked.add(ranked(record, places.get(), Byte.toUnsignedInt(places.get())));
            }
            ranked.sort(Comparator.comparingInt(Ranked::score)
                    .reversed()
                    .thenComparing(one -> one.candidate().provisional())
                    // of provisional ones the first that came, in which order the script gives them
                    .thenComparing(one -> one.candidate().provisional() ? 0 : -one.at()));
            candidates.put(
                    group.get(i).caseId(),
                    ranked.stream().map(Ranked::candidate).toList());
        }
        return new Lookup(answer.get(0).toInteger() == 1, candidates);
    }

    private static Ranked ranked(ByteBuffer record, byte kinds, int score) {
        UUID id = Packed.uuid(record);
        long at = Integer.toUnsignedLong(record.getInt());
        record.position(record.position() + 3);
        byte[] sketch = new byte[record.remaining()];
        record.get(sketch);
        return new Ranked(new Candidate(id, (kinds & PROVISIONAL) != 0, sketch, kinds(kinds)), score, at);
    }

    private static Set<BlockKey.Kind> kinds(byte bits) {
        Set<BlockKey.Kind> kinds = EnumSet.noneOf(BlockKey.Kind.class);
        for (BlockKey.Kind kind : BlockKey.Kind.values()) {
            if ((bits & (1 << kind.ordinal())) != 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    // ------------------------------------------------------------ settle

    private Uni<Map<UUID, UUID>> settled(Set<UUID> open, Map<UUID, UUID> led, Duration pause, long deadline) {
        List<UUID> asked = List.copyOf(open);
        return states(asked, patience).chain(states -> {
            for (int i = 0; i < asked.size(); i++) {
                UUID id = asked.get(i);
                ByteBuffer one = ByteBuffer.wrap(states.get(i).toBytes());
                byte kind = one.hasRemaining() ? one.get() : 0;
                if (kind == 'c') {
                    led.put(id, id);
                } else if (kind == 'j') {
                    led.put(id, Packed.uuid(one));
                }
                if (kind != 'p') {
                    open.remove(id);
                }
            }
            if (open.isEmpty() || System.nanoTime() + pause.toNanos() > deadline) {
                return Uni.createFrom().item(led);
            }
            Duration longer = pause.multipliedBy(2);
            return pause(pause)
                    .chain(() ->
                            settled(open, led, longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE, deadline));
        });
    }

    private Uni<Void> pause(Duration length) {
        return Uni.createFrom().emitter(emitter -> {
            long timer = vertx.setTimer(length.toMillis(), passed -> emitter.complete(null));
            emitter.onTermination(() -> {
                boolean cancelled = vertx.cancelTimer(timer);
            });
        });
    }

    private Uni<Response> states(List<UUID> cases, Duration within) {
        return Uni.createFrom().deferred(() -> {
            List<byte[]> arguments = new ArrayList<>();
            arguments.add(Packed.now(clock.instant()));
            cases.forEach(id -> arguments.add(Packed.caseId(id)));
            return ask(state, arguments, within);
        });
    }

    private Uni<Response> write(List<byte[]> steps, Duration within) {
        return Uni.createFrom().deferred(() -> {
            List<byte[]> arguments = new ArrayList<>();
            arguments.add(Packed.now(clock.instant()));
            arguments.add(Packed.number(provisional.toMillis()));
            arguments.addAll(steps);
            return ask(settle, arguments, within).invoke(answer -> {
                int lacking = answer.get(0).toInteger();
                if (lacking > 0) {
                    lost.increment(lacking);
                    LOG.debugf("%d cases were settled after the index had given them up", lacking);
                }
            });
        });
    }

    // ------------------------------------------------------------ Redis

    private Uni<Response> ask(Script script, List<byte[]> arguments, Duration within) {
        return ask(() -> script.run(redis, head, arguments), within);
    }

    private Uni<Response> ask(Supplier<Future<Response>> question, Duration within) {
        return Uni.createFrom().deferred(() -> {
            if (System.nanoTime() - restsUntil < 0) {
                return Uni.createFrom().failure(new IllegalStateException("Redis was too slow a moment ago"));
            }
            return Uni.createFrom()
                    .completionStage(() -> question.get()
                            .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                            .toCompletionStage())
                    .invoke(answer -> tooSlow.set(0))
                    .onFailure()
                    .invoke(this::gone);
        });
    }

    private void gone(Throwable failure) {
        unavailable.increment();
        trustedFrom = System.nanoTime() + MISTRUST.toNanos();
        // a connection that is refused costs no time, and one slow answer may be our own pause; a Redis that stays slow
        // is asked ever less often
        int times = failure instanceof TimeoutException ? tooSlow.incrementAndGet() : 0;
        if (times > 1) {
            restsUntil = System.nanoTime() + REST.toNanos() * (1L << Math.min(times - 2, LONGEST_REST));
        }
        String told = String.valueOf(failure.getMessage());
        // the scripts themselves are wrong, or this Redis does not know a command
        LOG.logf(
                told.startsWith("ERR") ? Logger.Level.ERROR : Logger.Level.DEBUG,
                "Redis did not answer: %s %s",
                failure.getClass().getSimpleName(),
                told);
    }
}
