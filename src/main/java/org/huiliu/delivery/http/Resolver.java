package org.huiliu.delivery.http;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Looks up the addresses of a host. */
interface Resolver {
    /** All addresses of a name, at least one, or a failure. May be called from any thread. */
    Future<List<InetAddress>> addresses(String host);
}
