package org.huiliu.platform.tx;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that takes longer than an event loop may be held: done aside, on a worker thread, and what follows goes on where the
 * caller was, so that an open transaction keeps to its own thread.
 */
public final class Aside {
    private Aside() {}

    /** Computes something aside. */
    public static <T> Uni<T> compute(Supplier<T> work) {
        return Uni.createFrom().deferred(() -> {
            Executor back = here();
            return Uni.createFrom()
                    .item(work)
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .emitOn(back);
        });
    }

    /** Gives what somebody else computes, on the caller's own thread. */
    public static <T> Uni<T> here(Uni<T> shared) {
        return Uni.createFrom().deferred(() -> shared.emitOn(here()));
    }

    private static Executor here() {
        @Nullable Context context = Vertx.currentContext();
        return context == null
                ? Infrastructure.getDefaultWorkerPool()
                : work -> context.runOnContext(nothing -> work.run());
    }
}
