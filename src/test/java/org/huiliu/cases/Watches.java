package org.huiliu.cases;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Watches of the stream of changes, for tests in other packages. */
public final class Watches {
    private Watches() {}

    public static ChangeWatch of(Vertx vertx, Changes changes, Duration poll) {
        return new ChangeWatch(vertx, changes, poll);
    }
}
