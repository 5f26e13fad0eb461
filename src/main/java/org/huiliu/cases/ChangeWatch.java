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
import org.huiliu.platform.bell.Bell;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.time.Jitter;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells waiting readers that the stream of changes has grown. One look a pod, however many readers wait: when a pod has committed
 * events, and again until they can be read, which an older transaction may put off; otherwise from time to time, for a ring that
 * was lost. When nobody waits, nobody looks.
 */
@ApplicationScoped
public class ChangeWatch {
    private static final Logger LOG = Logger.getLogger(ChangeWatch.class);
    /** What is committed within so long is one look. */
    private static final Duration SOON = Duration.ofMillis(20);

    private final Vertx vertx;
    private final Changes changes;
    private final Bell bell;
    private final Duration poll;

    private final Map<UniEmitter<? super Boolean>, Bookmark> waiting = new HashMap<>();
    private boolean looking;
    /** Rung during a look, which may have begun before the commit that was rung for. */
    private boolean again;

    private boolean ended;
    private @Nullable Long timer;
    private boolean soon;
    private @Nullable Thread hook;

    ChangeWatch(
            Vertx vertx,
            Changes changes,
            Bell bell,
            @ConfigProperty(name = "huiliu.changes.poll", defaultValue = "PT5S") Duration poll) {
        this.vertx = vertx;
        this.changes = changes;
        this.bell = bell;
        this.poll = poll;
    }

    void start(@Observes StartupEvent event) {
        begin();
        // The hub's own stop waits for requests under way, and a stream is one that does not end by itself
        Thread atEnd = new Thread(this::end, "streams-end");
        Runtime.getRuntime().addShutdownHook(atEnd);
        hook = atEnd;
    }

    /** Begins to listen for what pods commit. */
    void begin() {
        bell.listen(Bell.CASES, this::rung);
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

    private synchronized void rung() {
        if (!waiting.isEmpty()) {
            lookSoon();
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
                lookSoon();
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

    private synchronized void lookSoon() {
        again = looking;
        if (!looking && !soon) {
            soon = true;
            lookIn(SOON.toMillis());
        }
    }

    private synchronized void lookLater() {
        lookIn(Jitter.millis(poll));
    }

    private void lookIn(long millis) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        timer = ended ? null : vertx.setTimer(millis, fired -> look());
    }

    private void look() {
        synchronized (this) {
            timer = null;
            soon = false;
            if (waiting.isEmpty() || looking) {
                return;
            }
            looking = true;
            again = false;
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
            if (again || reach != null && reach.more()) {
                lookSoon();
            } else {
                lookLater();
            }
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
