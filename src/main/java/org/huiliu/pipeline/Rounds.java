package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.huiliu.platform.time.Jitter;

/** Work in rounds for as long as the hub runs: the next one begins some time after the last has ended, at once while there is more. */
final class Rounds {
    private final Vertx vertx;
    private final Duration every;
    private final Duration afterFailure;
    private final Supplier<Uni<Boolean>> round;
    private final Consumer<Throwable> failed;
    private volatile boolean running;

    /**
     * Rounds that are yet to start.
     *
     * @param every the pause between two rounds
     * @param afterFailure the pause after one that failed
     * @param round tells whether there is more to do
     * @param failed hears of a round that failed
     */
    Rounds(
            Vertx vertx,
            Duration every,
            Duration afterFailure,
            Supplier<Uni<Boolean>> round,
            Consumer<Throwable> failed) {
        this.vertx = vertx;
        this.every = every;
        this.afterFailure = afterFailure;
        this.round = round;
        this.failed = failed;
    }

    void start() {
        running = true;
        later(every);
    }

    void stop() {
        running = false;
    }

    private void later(Duration after) {
        vertx.setTimer(Jitter.millis(after), tick -> {
            if (running) {
                round.get().subscribe().with(more -> later(more ? Duration.ZERO : every), failure -> {
                    failed.accept(failure);
                    later(afterFailure);
                });
            }
        });
    }
}
