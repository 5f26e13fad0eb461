package org.huiliu.cases;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.huiliu.platform.bell.Bell;

/** Watches of the stream of changes, for tests in other packages. */
public final class Watches {
    private Watches() {}

    public static ChangeWatch of(Vertx vertx, Changes changes, Bell bell, Duration poll) {
        ChangeWatch watch = new ChangeWatch(vertx, changes, bell, poll);
        watch.begin();
        return watch;
    }
}
