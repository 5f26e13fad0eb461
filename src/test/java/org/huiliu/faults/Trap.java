package org.huiliu.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens where nobody may connect to, and counts who does. */
final class Trap implements AutoCloseable {
    /** Another address of this machine than the one that is allowed. */
    static final String ADDRESS = "127.0.0.2";

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * A trap.
     *
     * @param port that the target has at the good address
     */
    Trap(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getByName(ADDRESS));
        Thread thread = new Thread(this::listen, "trap");
        thread.setDaemon(true);
        thread.start();
    }

    int connections() {
        return connections.get();
    }

    private void listen() {
        while (!server.isClosed()) {
            try (var caught = server.accept()) {
                int now = connections.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
