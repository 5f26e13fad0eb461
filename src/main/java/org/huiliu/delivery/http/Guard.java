package org.huiliu.delivery.http;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.huiliu.delivery.Access;
import org.huiliu.platform.net.Network;
import org.huiliu.platform.net.Reach;

/**
 * Says where a connection goes. A name is looked up once, every address that it has must be allowed, and the connection
 * goes to one of these addresses by its number: a name that changes its mind between the check and the connection, or
 * hides one bad address behind a good one, gets nowhere.
 */
final class Guard {
    private final Resolver resolver;
    private final List<Network> usual;

    /**
     * A guard.
     *
     * @param usual the networks for receivers that name none; empty: the open net
     */
    Guard(Resolver resolver, List<Network> usual) {
        this.resolver = resolver;
        this.usual = usual;
    }

    /**
     * The checked address of a URL, or a failure that says what is not allowed.
     *
     * @param turn which of its addresses, where it has several: the next attempt takes the next
     */
    Future<SocketAddress> address(URI url, Access access, int turn) {
        int port = port(url);
        if (!ports(url, access).contains(port)) {
            return Future.failedFuture(new NotSent("PORT_NOT_ALLOWED " + port));
        }
        List<Network> networks = access.networks().isEmpty() ? usual : access.networks();
        return lookUp(url.getHost()).map(found -> {
            for (InetAddress one : found) {
                if (!Reach.allowed(one, networks)) {
                    throw new NotSent("ADDRESS_NOT_ALLOWED " + one.getHostAddress());
                }
            }
            return SocketAddress.inetSocketAddress(
                    port, found.get(Math.floorMod(turn, found.size())).getHostAddress());
        });
    }

    private Future<List<InetAddress>> lookUp(String host) {
        return Network.literal(host)
                .map(address -> Future.succeededFuture(List.of(address)))
                .orElseGet(() -> resolver.addresses(host));
    }

    private static Set<Integer> ports(URI url, Access access) {
        return access.ports().isEmpty() ? Set.of(port(url)) : access.ports();
    }

    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }
}
