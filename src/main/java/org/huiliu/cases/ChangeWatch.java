package org.huiliu.cases;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.platform.problem.Incident;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells waiting readers that the stream of changes has grown. One look a pod, however many readers wait: at once when this
 * pod has written events, and again until they can be read; otherwise from time to time, for what other pods write. When
 * nobody waits, nobody looks.
 */
@ApplicationScoped
public class ChangeWatch implements ChangeBell {
    private static final Logger LOG = Logger.getLogger(ChangeWatch.class);
    /** What this pod has written is committed within milliseconds. */
    private static final Duration SOON = Duration.ofMillis(20);
    /** A group that was written and never became readable was rolled back: looked for so often, no more. */
    private static final int LOOKS = 50;

    private final Vertx vertx;
    private final Changes changes;
    private final Duration poll;

    private final Map<UniEmitter<? super Boolean>, Bookmark> waiting = new HashMap<>();
    private boolean looking;
    private boolean ended;
    private int looksLeft;
    private @Nullable Long timer;
    private @Nullable Thread hook;

    ChangeWatch(
            Vertx vertx,
            Changes changes,
            // a look is two index reads: twice a second costs nothing, and another pod's events are half a second old
            // at worst
            @ConfigProperty(name = "huiliu.changes.poll", defaultValue = "PT0.5S") Duration poll) {
        this.vertx = vertx;
        this.changes = changes;
        this.poll = poll;
    }

    void start(@Observes StartupEvent event) {
        // The hub's own stop waits for requests under way, and a stream is one that does not end by itself
        Thread atEnd = new Thread(this::end, "streams-end");
        Runtime.getRuntime().addShutdownHook(atEnd);
        hook = atEnd;
    }

    void stop(@Observes ShutdownEvent event) {
        end();
        try {
            if (hook != null && !Runtime.getRuntime().removeShutdownHook(hook)) {
                LOG.debug("the hook had gone already");
            }
        } catch (IllegalStateException onItsWay) {
            LOG.debug("the process ends: the hook runs by itself");
        }
    }

    @Override
    public synchronized void ring() {
        looksLeft = LOOKS;
        if (!waiting.isEmpty()) {
            schedule(SOON);
        }
    }

    /** Whether readers are sent away, because the hub stops. */
    public synchronized boolean ended() {
        return ended;
    }

    /**
     * Waits until there is something behind a bookmark.
     *
     * @return false when the time was up before, or the hub stops
     */
    public Uni<Boolean> beyond(Bookmark bookmark, Duration patience) {
        return Uni.createFrom().<Boolean>emitter(reader -> {
            long timeUp = vertx.setTimer(Math.max(1, patience.toMillis()), fired -> answer(reader, false));
            reader.onTermination(() -> {
                vertx.cancelTimer(timeUp);
                leave(reader);
            });
            enter(reader, bookmark);
        });
    }

    private void enter(UniEmitter<? super Boolean> reader, Bookmark bookmark) {
        boolean end;
        synchronized (this) {
            end = ended;
            if (!end) {
                waiting.put(reader, bookmark);
                // what grew before it came must be seen too
                schedule(SOON);
            }
        }
        if (end) {
            answer(reader, false);
        }
    }

    private synchronized void leave(UniEmitter<? super Boolean> reader) {
        waiting.remove(reader);
    }

    private static void answer(UniEmitter<? super Boolean> reader, boolean grown) {
        reader.complete(grown);
    }

    private synchronized void schedule(Duration after) {
        if (looking || ended) {
            return;
        }
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        timer = vertx.setTimer(after.toMillis(), fired -> look());
    }

    private void look() {
        synchronized (this) {
            timer = null;
            if (waiting.isEmpty() || looking) {
                return;
            }
            looking = true;
        }
        changes.reach().subscribe().with(this::looked, failure -> {
            LOG.debugf("the stream of changes was not looked at: %s", Incident.kind(failure));
            looked(null);
        });
    }

    private void looked(Changes.@Nullable Reach reach) {
        Map<UniEmitter<? super Boolean>, Bookmark> all;
        synchronized (this) {
            looking = false;
            boolean soon = (reach != null && reach.more()) || looksLeft > 0;
            looksLeft = Math.max(0, looksLeft - 1);
            schedule(soon ? SOON : poll);
            all = new HashMap<>(waiting);
        }
        if (reach != null) {
            all.forEach((reader, bookmark) -> {
                if (reach.last().compareTo(bookmark) > 0) {
                    answer(reader, true);
                }
            });
        }
    }

    private void end() {
        Map<UniEmitter<? super Boolean>, Bookmark> all;
        synchronized (this) {
            ended = true;
            all = new HashMap<>(waiting);
        }
        all.keySet().forEach(reader -> answer(reader, false));
    }
}
