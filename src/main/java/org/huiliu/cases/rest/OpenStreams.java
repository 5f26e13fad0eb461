package org.huiliu.cases.rest;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;

/** Counts who reads the stream of changes on this pod: a client that forgets its connections must not take all places. */
@ApplicationScoped
class OpenStreams {
    private final int perClient;
    private final int inAll;
    private final Duration life;
    private final Map<String, Integer> byClient = new HashMap<>();
    private int all;

    OpenStreams(
            MeterRegistry meters,
            @ConfigProperty(name = "huiliu.changes.per-client", defaultValue = "8") int perClient,
            @ConfigProperty(name = "huiliu.changes.per-pod", defaultValue = "1000") int inAll,
            @ConfigProperty(name = "huiliu.changes.life", defaultValue = "PT15M") Duration life) {
        this.perClient = perClient;
        this.inAll = inAll;
        this.life = life;
        meters.gauge("huiliu.changes.readers", this, OpenStreams::count);
    }

    /** How long a stream lasts before its reader comes again. */
    Duration life() {
        return life;
    }

    /**
     * A place for one more reader.
     *
     * @throws Refused when there is none
     */
    synchronized Place take(String client) {
        int own = byClient.getOrDefault(client, 0);
        if (own >= perClient || all >= inAll) {
            throw new Refused(Problem.of(
                    ProblemType.TOO_MANY,
                    own >= perClient
                            ? "This client has " + own + " requests for changes open: close one."
                            : "So many requests for changes are open that it had better come again."));
        }
        byClient.put(client, own + 1);
        all++;
        return new Place(client);
    }

    private synchronized int count() {
        return all;
    }

    private synchronized void give(String client) {
        all--;
        byClient.computeIfPresent(client, (name, own) -> own == 1 ? null : own - 1);
    }

    /** A reader's place. */
    final class Place {
        private final String client;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(String client) {
            this.client = client;
        }

        /** Gives it back; a second time does nothing. */
        void leave() {
            if (left.compareAndSet(false, true)) {
                give(client);
            }
        }
    }
}
