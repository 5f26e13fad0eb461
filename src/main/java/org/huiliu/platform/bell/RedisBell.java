package org.huiliu.platform.bell;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.platform.time.Jitter;
import org.jboss.logging.Logger;

/**
 * The bell over Redis: one message for all rings of a burst, so that a busy pod does not storm the others. Without Redis it
 * rings on its own pod only, and goes on by itself when Redis is back.
 */
@ApplicationScoped
class RedisBell implements Bell {
    private static final Logger LOG = Logger.getLogger(RedisBell.class);
    /** What rings within so long after a message is told by one more. */
    private static final int BURST_MILLIS = 50;

    private static final Duration BACK_AFTER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Redis redis;
    private final String channel;
    private final MeterRegistry meters;
    private final String self = UUID.randomUUID().toString();
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
    /** Topics of which the others were told just now, and those of them that have rung again since. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private final Set<String> rangAgain = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    RedisBell(
            Vertx vertx,
            Redis redis,
            // one city lives on one shard: what a city tells itself carries its hash tag
            @ConfigProperty(name = "huiliu.city", defaultValue = "city") String city,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.redis = redis;
        this.channel = "{" + city + "}:bell";
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        begin();
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
    }

    /** Begins to listen to the other pods. */
    void begin() {
        running = true;
        hearOthers();
    }

    @Override
    public void ring(String topic) {
        call(topic);
        if (running) {
            tellOthers(topic);
        }
    }

    @Override
    public void listen(String topic, Runnable listener) {
        listeners.computeIfAbsent(topic, none -> new CopyOnWriteArrayList<>()).add(listener);
    }

    private void call(String topic) {
        listeners.getOrDefault(topic, List.of()).forEach(Runnable::run);
    }

    private void tellOthers(String topic) {
        if (!told.add(topic)) {
            rangAgain.add(topic);
            return;
        }
        redis.send(Request.cmd(Command.PUBLISH).arg(channel).arg(self + " " + topic))
                .onFailure(unheard -> meters.counter("huiliu.bell.unheard").increment());
        vertx.setTimer(BURST_MILLIS, over -> {
            told.remove(topic);
            if (rangAgain.remove(topic)) {
                tellOthers(topic);
            }
        });
    }

    private void hearOthers() {
        if (!running) {
            return;
        }
        // a connection that fails says so in more than one way
        AtomicBoolean lost = new AtomicBoolean();
        redis.connect().onSuccess(connection -> hear(connection, lost)).onFailure(gone -> comeBack(lost));
    }

    private void hear(RedisConnection connection, AtomicBoolean lost) {
        connection
                .handler(this::heard)
                .exceptionHandler(failure -> leave(connection, lost))
                .endHandler(ended -> leave(connection, lost))
                .send(Request.cmd(Command.SUBSCRIBE).arg(channel))
                .onFailure(refused -> leave(connection, lost))
                .onSuccess(subscribed -> {
                    LOG.debug("listening to the other pods");
                    // what has rung while nobody listened here
                    listeners.keySet().forEach(this::call);
                });
    }

    private void leave(RedisConnection connection, AtomicBoolean lost) {
        connection.close().onComplete(closed -> comeBack(lost));
    }

    private void comeBack(AtomicBoolean lost) {
        if (lost.compareAndSet(false, true)) {
            vertx.setTimer(Jitter.millis(BACK_AFTER), tick -> hearOthers());
        }
    }

    private void heard(Response message) {
        if (message.size() != 3 || !"message".equals(message.get(0).toString())) {
            return;
        }
        String text = message.get(2).toString();
        int space = text.indexOf(' ');
        if (space > 0 && !text.startsWith(self)) {
            call(text.substring(space + 1));
        }
    }
}
