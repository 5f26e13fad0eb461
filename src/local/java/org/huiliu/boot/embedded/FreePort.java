package org.huiliu.boot.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds TCP ports on the loopback interface. */
public final class FreePort {

    private FreePort() {}

    /** Any free port. Another process may take it before it is used: whoever starts a server tries again then. */
    public static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedPartException("No free TCP port on the loopback interface.", e);
        }
    }

    /** The wanted port when nobody listens on it, any free one otherwise. 0 wants none in particular. */
    public static int preferring(int wanted) {
        return wanted > 0 && isFree(wanted) ? wanted : any();
    }

    /** Whether a server could listen on this port now, on every address. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // A port whose last connections still linger is free for a server that sets this, as ours do.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
