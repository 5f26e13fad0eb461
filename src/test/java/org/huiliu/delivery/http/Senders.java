package org.huiliu.delivery.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.Keyring;
import org.huiliu.delivery.Sender;

/** The sender over HTTP, for tests in other rooms. */
public final class Senders {
    private Senders() {}

    public static Sender overHttp(Vertx vertx, DeliveryConfig config, Clock clock) {
        return new HttpSender(vertx, target -> Uni.createFrom().item(Keyring.EMPTY), config, clock);
    }
}
