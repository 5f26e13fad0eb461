package org.huiliu.dedup.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.quarkus.redis.datasource.value.SetArgs;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.dedup.ReplayGate;
import org.jboss.logging.Logger;

/** One key a message: a hash of what identifies it, no names, no text; every key expires. */
@ApplicationScoped
class RedisReplayGate implements ReplayGate {
    private static final Logger LOG = Logger.getLogger(RedisReplayGate.class);

    private final ReactiveValueCommands<String, String> values;
    private final String prefix;
    private final Duration patience;
    private final SetArgs expiry;
    private final MeterRegistry meters;

    RedisReplayGate(
            ReactiveRedisDataSource redis,
            MeterRegistry meters,
            // one city lives on one shard: every key of a city carries its hash tag
            @ConfigProperty(name = "huiliu.city", defaultValue = "city") String city,
            // a gate that is slower than the database behind it is no gate
            @ConfigProperty(name = "huiliu.dedup.patience", defaultValue = "100ms") Duration patience,
            // lines resend within days; older repeats of a message find PostgreSQL
            @ConfigProperty(name = "huiliu.dedup.replay-memory", defaultValue = "P7D") Duration memory) {
        this.values = redis.value(String.class, String.class);
        this.prefix = "{" + city + "}:replay:";
        this.patience = patience;
        this.expiry = new SetArgs().px(memory);
        this.meters = meters;
    }

    @Override
    public Uni<Map<Message, Committed>> known(List<Message> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Map<String, Message> byKey = new HashMap<>();
        messages.forEach(message -> byKey.put(key(message), message));
        return Uni.createFrom()
                .deferred(() -> values.mget(byKey.keySet().toArray(String[]::new)))
                .map(found -> {
                    Map<Message, Committed> known = new HashMap<>();
                    found.forEach((key, value) -> {
                        Message message = byKey.get(key);
                        if (value != null && message != null) {
                            known.put(message, committed(value));
                        }
                    });
                    return known;
                })
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .invoke(this::gone)
                .onFailure()
                .recoverWithItem(Map.of());
    }

    @Override
    public Uni<Void> remember(Map<Message, Committed> messages) {
        List<Uni<Void>> sets = new ArrayList<>();
        messages.forEach((message, ids) -> sets.add(values.set(key(message), value(ids), expiry)));
        if (sets.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.join()
                .all(sets)
                .andFailFast()
                .replaceWithVoid()
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .invoke(this::gone)
                .onFailure()
                .recoverWithNull();
    }

    private void gone(Throwable failure) {
        meters.counter("huiliu.dedup.redis.unavailable").increment();
        LOG.debugf("Redis did not answer: %s", failure.getClass().getSimpleName());
    }

    private String key(Message message) {
        String identity =
                message.feed() + '\n' + message.externalId() + '\n' + message.version() + '\n' + message.hash();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java", e);
        }
    }

    private static String value(Committed ids) {
        return ids.reportId() + " " + ids.caseId();
    }

    private static Committed committed(String value) {
        int space = value.indexOf(' ');
        return new Committed(UUID.fromString(value.substring(0, space)), UUID.fromString(value.substring(space + 1)));
    }
}
