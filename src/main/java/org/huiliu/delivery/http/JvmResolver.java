package org.huiliu.delivery.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The virtual machine's own resolver with its own short memory, which knows the hosts file and what else the machine is told.
 * It blocks, so it works on threads of its own; a name that is slow to find holds one of them, however many ask for it.
 */
final class JvmResolver implements Resolver {
    private static final int THREADS = 8;

    private final WorkerExecutor threads;
    private final ConcurrentMap<String, Future<List<InetAddress>>> asked = new ConcurrentHashMap<>();

    JvmResolver(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor("huiliu-names", THREADS);
    }

    @Override
    public Future<List<InetAddress>> addresses(String host) {
        Promise<List<InetAddress>> answer = Promise.promise();
        Future<List<InetAddress>> others = asked.putIfAbsent(host, answer.future());
        if (others != null) {
            return others;
        }
        threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                .onComplete(known -> {
                    // whoever asks after the answer asks anew
                    var unused = asked.remove(host);
                    answer.handle(known);
                });
        return answer.future();
    }
}
