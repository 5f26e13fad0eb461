package org.huiliu.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.huiliu.Eventually;
import org.huiliu.boot.run.PackagedHub;
import org.jspecify.annotations.Nullable;

/** Pods that are killed, and clients that go away. */
final class PodFaults {
    private static final int CLIENTS = 24;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final City city;
    private final Random random;

    PodFaults(City city, Random random) {
        this.city = city;
        this.random = random;
    }

    /**
     * kill -9 again and again, at random moments, with single requests, a batch and deliveries under way.
     *
     * @param calls single ones of each round; its batch has as many
     */
    Verdict crash(int kills, int calls) throws Exception {
        Callers callers = new Callers(city);
        AtomicReference<@Nullable PackagedHub> pod = new AtomicReference<>();
        for (int kill = 1; kill <= kills; kill++) {
            int before = callers.journal().size();
            try (PackagedHub hub = city.pod()) {
                pod.set(hub);
                List<String> batch = callers.alarms(Callers.GULOU, calls);
                Callers.Work singles = callers.sendAll(callers.alarms(Callers.GULOU, calls), CLIENTS, any -> pod.get());
                ExecutorService thread = Executors.newSingleThreadExecutor();
                Future<?> open = thread.submit(() -> {
                    callers.batch(hub, batch);
                    return null;
                });
                int moment = before + 1 + random.nextInt(calls);
                Eventually.within(
                        PATIENCE, "acknowledged", () -> callers.journal().size() >= moment);
                hub.kill();
                pod.set(null);
                singles.await();
                Object nothing = open.get();
                thread.shutdown();
                System.out.printf(
                        "kill %d: pid %d after %d acknowledgements%n",
                        kill, hub.pid(), callers.journal().size() - before);
            }
        }
        try (PackagedHub last = city.pod()) {
            // everything again, also what was acknowledged: nothing may be doubled by that
            List<String> all = new ArrayList<>(callers.numbers());
            for (int from = 0; from < all.size(); from += calls) {
                callers.batch(last, all.subList(from, Math.min(all.size(), from + calls)));
            }
            callers.sendAll(unanswered(callers), last);
            city.settle();
        }
        return new Books(city).compare(callers, City.GULOU);
    }

    private static Collection<String> unanswered(Callers callers) {
        return callers.numbers().stream()
                .filter(number -> !callers.journal().containsKey(number))
                .toList();
    }

    /** Two pods share the work; one is killed in the middle of it. */
    Verdict twoPods(int alarms) throws Exception {
        Callers callers = new Callers(city);
        try (PackagedHub killed = city.pod();
                PackagedHub other = city.pod()) {
            AtomicReference<PackagedHub> first = new AtomicReference<>(killed);
            Callers.Work work = callers.sendAll(
                    callers.alarms(Callers.GULOU, alarms), CLIENTS, client -> client % 2 == 0 ? first.get() : other);
            int moment = alarms / 4 + random.nextInt(alarms / 2);
            Eventually.within(PATIENCE, "acknowledged", () -> callers.journal().size() >= moment);
            killed.kill();
            first.set(other);
            work.await();
            city.settle();
            System.out.printf("two pods: pid %d killed, pid %d went on%n", killed.pid(), other.pid());
        }
        return new Books(city).compare(callers, City.GULOU);
    }

    /** Clients that hang up: before their request is whole, right after it, and with a reset. */
    Verdict abort(PackagedHub hub, int clients) throws Exception {
        Callers callers = new Callers(city);
        List<String> numbers = callers.alarms(Callers.GULOU, clients);
        String token = city.token("feed-110");
        ExecutorService threads = Executors.newFixedThreadPool(64);
        List<Future<?>> gone = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String body = callers.body(numbers.get(i));
            int how = i % 3;
            gone.add(threads.submit(() -> {
                hangUp(hub, token, body, how);
                return null;
            }));
        }
        for (Future<?> one : gone) {
            Object nothing = one.get();
        }
        threads.shutdown();
        Eventually.within(
                PATIENCE,
                "no connection of the pool has a transaction open",
                () -> city.number("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")
                        == 0);
        callers.sendAll(numbers, hub);
        city.settle();
        return new Books(city).compare(callers, City.GULOU);
    }

    private static void hangUp(PackagedHub hub, String token, String body, int how) throws IOException {
        byte[] content = body.getBytes(UTF_8);
        String head = "POST /v1/feeds/110/reports HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Length: " + content.length + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", hub.at("/").getPort())) {
            socket.setSoLinger(how > 0, 0);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(content, 0, how == 2 ? content.length / 2 : content.length);
            socket.getOutputStream().flush();
        }
    }
}
