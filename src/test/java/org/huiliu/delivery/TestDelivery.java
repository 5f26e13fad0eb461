package org.huiliu.delivery;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

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

    public static Letters letters(DeliveryConfig config) {
        return new Letters(config);
    }
}
