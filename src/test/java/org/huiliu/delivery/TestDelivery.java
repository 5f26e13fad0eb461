package org.huiliu.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.model.DeliveryKind;

/** The configuration of deliveries, and what it makes, for tests without the whole hub. */
public final class TestDelivery {
    private TestDelivery() {}

    /** Defaults but for the given properties, named without their prefix. */
    public static DeliveryConfig config(Map<String, String> properties) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DeliveryConfig.class)
                .withDefaultValue("huiliu.delivery.public-url", "https://hub.example.cn")
                .withDefaultValue("huiliu.delivery.networks", "127.0.0.0/8");
        properties.forEach((name, value) -> {
            var unused = builder.withDefaultValue("huiliu.delivery." + name, value);
        });
        return builder.build().getConfigMapping(DeliveryConfig.class);
    }

    /** Eight at once, no limit per second, pauses from 10 ms. */
    public static DeliveryTerms terms() {
        return new DeliveryTerms(
                new Limits(8, null, Duration.ofMinutes(1)),
                new DeliveryTerms.Retry(Duration.ofMillis(10), Duration.ofMinutes(10), Duration.ofHours(72)),
                DeliveryTerms.OnRefusal.PARK);
    }

    /** A receiver on the usual terms. */
    public static Receiver receiver(String code, String baseUrl, String contract, Duration timeout) {
        return new Receiver(code, "某单位", "", baseUrl, contract, Set.of(), timeout, Access.USUAL, terms());
    }

    /** A delivery in its first attempt, of revision 3. */
    public static Claimed claimed(String target, DeliveryKind kind, JsonNode note, OffsetDateTime at) {
        return new Claimed(
                UUID.randomUUID(),
                UUID.randomUUID(),
                target,
                null,
                kind,
                3,
                note,
                at,
                at,
                1,
                1,
                0,
                Duration.ZERO,
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                null,
                null);
    }

    /** The same in its second attempt. */
    public static Claimed again(Claimed first) {
        return new Claimed(
                first.id(),
                first.caseId(),
                first.target(),
                first.assignmentId(),
                first.kind(),
                first.caseRevision(),
                first.note(),
                first.createdAt(),
                first.dueAt(),
                2,
                first.lease() + 1,
                first.lost(),
                first.pause(),
                first.traceparent(),
                first.body(),
                first.head());
    }

    public static Letters letters(DeliveryConfig config) {
        return new Letters(config);
    }
}
