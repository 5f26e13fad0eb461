package org.huiliu.faults;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection that can be cut, or left open while nothing comes through any more. */
final class FaultProxy implements AutoCloseable {
    private final NetServer server;
    private final NetClient client;
    private final int behind;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean stalled;

    /**
     * A proxy on a port of its own.
     *
     * @param behind the port on the loopback interface to which it leads
     */
    FaultProxy(Vertx vertx, int behind) {
        this.behind = behind;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer()
                .connectHandler(this::connect)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    /** All connections break, and new ones are refused. */
    void cut() {
        cut = true;
        sockets.forEach(socket -> {
            var closed = socket.close();
        });
    }

    /** Connections stay, and nothing comes through: what a lost packet filter or a dead switch does. */
    void stall() {
        stalled = true;
        sockets.forEach(NetSocket::pause);
    }

    /** Everything passes again. What was stalled goes on; what was cut must connect anew. */
    void mend() {
        cut = false;
        stalled = false;
        sockets.forEach(NetSocket::resume);
    }

    private void connect(NetSocket near) {
        if (cut) {
            var closed = near.close();
            return;
        }
        near.pause();
        var connecting = client.connect(behind, "127.0.0.1")
                .onFailure(failure -> {
                    var closed = near.close();
                })
                .onSuccess(far -> join(near, far));
    }

    private void join(NetSocket near, NetSocket far) {
        lead(near, far);
        lead(far, near);
        if (stalled) {
            near.pause();
            far.pause();
        } else {
            near.resume();
        }
        if (cut) {
            cut();
        }
    }

    private void lead(NetSocket from, NetSocket to) {
        boolean added = sockets.add(from);
        from.handler(bytes -> {
            var written = to.write(bytes);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(nothing -> {
                    if (!stalled) {
                        from.resume();
                    }
                });
            }
        });
        from.closeHandler(nothing -> {
            boolean removed = sockets.remove(from);
            var closed = to.close();
        });
    }

    @Override
    public void close() {
        cut();
        server.close().toCompletionStage().toCompletableFuture().join();
        client.close().toCompletionStage().toCompletableFuture().join();
    }
}
