package org.huiliu.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.huiliu.Eventually;
import org.huiliu.boot.run.PackagedHub;

/** Receivers that are slow, down, capricious or hostile, and answers that come in a mess. */
final class TargetFaults {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String YUNLONG = "320303";
    private static final String JIAWANG = "320305";
    private static final String NAME = "receiver.test";

    private final City city;
    private final Sink sink;
    private final PackagedHub hub;
    private final Random random;

    TargetFaults(City city, PackagedHub hub, Random random) {
        this.city = city;
        this.sink = city.sink();
        this.hub = hub;
        this.random = random;
    }

    /** One target hangs: the others get theirs meanwhile, and it gets its own when it has come to. */
    Verdict slow(int alarms) throws Exception {
        Callers ill = new Callers(city);
        Callers well = new Callers(city);
        sink.behave(City.YUNLONG, Sink::hangs);
        ill.sendAll(ill.alarms(YUNLONG, alarms), hub);
        well.sendAll(well.alarms(Callers.GULOU, alarms), hub);
        Eventually.within(PATIENCE, "the healthy target has everything", () -> taken(City.GULOU, well)
                .containsAll(well.journal().values()));
        assertThat(taken(City.YUNLONG, ill)).as("taken by a target that hangs").isEmpty();
        sink.heal(City.YUNLONG);
        city.settle();
        return new Books(city).compare(ill, City.YUNLONG).plus(new Books(city).compare(well, City.GULOU));
    }

    /** A target is down while work piles up for it; when it is back, it is never sent more than it can take in a second. */
    Verdict recovery(int alarms, int perSecond) throws Exception {
        city.run(
                "UPDATE target SET terms = (terms::jsonb || jsonb_build_object('perSecond', ?::int))::text,"
                        + " version = version + 1, updated_at = now() WHERE code = ?",
                perSecond,
                City.JIAWANG);
        Callers callers = new Callers(city);
        sink.behave(City.JIAWANG, Sink.status(500));
        callers.sendAll(callers.alarms(JIAWANG, alarms), hub);
        Eventually.within(PATIENCE, "the outage is known", () -> outages() == 1);
        sink.heal(City.JIAWANG);
        city.settle();
        int most = mostInASecond(sink.arrivals(City.JIAWANG));
        System.out.printf("recovery: limit %d a second, most seen in any second %d%n", perSecond, most);
        // a request that was begun in time may arrive a little later
        assertThat(most).as("sent in one second").isLessThanOrEqualTo(perSecond + Math.max(2, perSecond / 10));
        return new Books(city).compare(callers, City.JIAWANG);
    }

    private long outages() {
        return city.number("SELECT count(*) FROM outage WHERE target = ? AND ended_at IS NULL", City.JIAWANG);
    }

    private static int mostInASecond(List<Sink.Arrival> arrivals) {
        int most = 0;
        for (int from = 0, to = 0; to < arrivals.size(); to++) {
            while (arrivals.get(to).nanos() - arrivals.get(from).nanos() >= 1_000_000_000L) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    /** Many versions of one case over a target that takes, fails and breaks off at random. */
    Verdict order(int versions) throws Exception {
        Callers callers = new Callers(city);
        String number = callers.alarms(YUNLONG, 1).get(0);
        sink.behave(City.YUNLONG, sink.flaps());
        callers.sendAll(List.of(number), hub);
        for (int version = 1; version <= versions; version++) {
            String body = callers.body(number, version);
            Eventually.within(PATIENCE, "version taken", () -> {
                HttpResponse<String> answer = callers.send(Callers.reports(hub), body);
                return answer != null && answer.statusCode() == 202;
            });
        }
        city.settle();
        sink.heal(City.YUNLONG);
        String caseId = callers.journal().values().iterator().next();
        long owed = city.number(
                "SELECT max(case_revision) FROM delivery WHERE case_id = ?::uuid AND target = ? AND state = 'DELIVERED'",
                caseId,
                City.YUNLONG);
        long known = sink.arrivals(City.YUNLONG).stream()
                .filter(one -> one.caseId().equals(caseId) && one.taken())
                .mapToLong(Sink.Arrival::revision)
                .max()
                .orElse(0);
        System.out.printf("order: %d versions, newest owed %d, newest at the target %d%n", versions, owed, known);
        return new Books(city).compare(callers, City.YUNLONG).plus(new Verdict(owed == known ? 0 : 1, 0, 0));
    }

    /** Receipts late, doubled and out of order: each counts once, and the line hears of the result once, in order. */
    Verdict receipts(int alarms) throws Exception {
        Callers callers = new Callers(city);
        callers.sendAll(callers.alarms(Callers.GULOU, alarms), hub);
        city.settle();
        Map<String, String> deliveries = new HashMap<>();
        for (Sink.Arrival one : sink.arrivals(City.GULOU)) {
            if (callers.journal().containsValue(one.caseId())) {
                deliveries.put(one.caseId(), one.deliveryId());
            }
        }
        String token = city.token("target-district");
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Receipt> receipts = new ArrayList<>();
        deliveries.forEach((caseId, deliveryId) -> {
            for (String kind : List.of("SIGNED", "PROGRESS", "RESOLVED", "SIGNED", "PROGRESS", "RESOLVED")) {
                boolean added = receipts.add(new Receipt(caseId, deliveryId, kind));
            }
        });
        Collections.shuffle(receipts, random);
        Map<String, String> said = new HashMap<>();
        long doubled = 0;
        for (Receipt one : receipts) {
            HttpResponse<String> answer = client.send(one.request(hub, token), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 409);
            if (answer.statusCode() == 200) {
                String before = said.putIfAbsent(one.id(), answer.body());
                doubled += before == null || before.equals(answer.body()) ? 0 : 1;
            }
        }
        city.settle();
        long lost = deliveries.keySet().stream()
                .filter(caseId ->
                        city.number("SELECT count(*) FROM cases WHERE id = ?::uuid AND state = 'RESOLVED'", caseId)
                                == 0)
                .count();
        doubled += city.number("SELECT count(*) FROM (SELECT FROM receipt GROUP BY receipt_id, delivery_id"
                + " HAVING count(*) > 1) r");
        return new Books(city)
                .compare(callers, City.GULOU)
                .plus(new Verdict(lost, doubled, 0))
                .plus(told(deliveries.keySet()));
    }

    /** What the line heard of these cases. */
    private Verdict told(Set<String> cases) {
        Map<String, Set<String>> results = new HashMap<>();
        long orderBreaks = 0;
        for (Sink.Arrival one : sink.arrivals(City.LINE)) {
            if (cases.contains(one.caseId())) {
                orderBreaks += one.late() ? 1 : 0;
                if (one.kind().equals("RESULT")) {
                    boolean added = results.computeIfAbsent(one.caseId(), any -> new HashSet<>())
                            .add(one.deliveryId());
                }
            }
        }
        long lost = cases.stream().filter(one -> !results.containsKey(one)).count();
        long doubled = results.values().stream().filter(ids -> ids.size() > 1).count();
        return new Verdict(lost, doubled, orderBreaks);
    }

    private record Receipt(String caseId, String deliveryId, String kind) {

        String id() {
            return kind + "-" + deliveryId;
        }

        HttpRequest request(PackagedHub hub, String token) {
            String result = kind.equals("RESOLVED") ? ",\"result\":{\"outcome\":\"SOLVED\",\"text\":\"已处理\"}" : "";
            return HttpRequest.newBuilder(hub.at("/v1/cases/" + caseId + "/receipts"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"deliveryId\":\"" + deliveryId + "\",\"receiptId\":\""
                            + id() + "\",\"kind\":\"" + kind + "\"" + result + "}"))
                    .build();
        }
    }

    /** Answers that would fell a careless client: 50 MB, a header without end, no HTTP, no JSON, half an answer. */
    Verdict poison(int alarms) throws Exception {
        Verdict all = Verdict.CLEAN;
        Map<String, Sink.Behaviour> poisons = new LinkedHashMap<>();
        poisons.put("50 MB", sink::answersWithoutEnd);
        poisons.put("a header without end", sink::headsWithoutEnd);
        poisons.put("no HTTP", Sink::talksNonsense);
        poisons.put("no JSON", Sink::answersNonsense);
        poisons.put("half an answer", Sink::stopsHalfWay);
        for (Map.Entry<String, Sink.Behaviour> poison : poisons.entrySet()) {
            Callers callers = new Callers(city);
            int before = sink.arrivals(City.JIAWANG).size();
            sink.behave(City.JIAWANG, poison.getValue());
            callers.sendAll(callers.alarms(JIAWANG, alarms), hub);
            Eventually.within(
                    PATIENCE, poison.getKey(), () -> sink.arrivals(City.JIAWANG).size() > before);
            sink.heal(City.JIAWANG);
            city.settle();
            assertThat(hub.ready()).as("ready after " + poison.getKey()).isTrue();
            Verdict verdict = new Books(city).compare(callers, City.JIAWANG);
            System.out.printf("poison, %s: %s%n", poison.getKey(), verdict.json());
            all = all.plus(verdict);
        }
        return all;
    }

    /**
     * The name of a target leads elsewhere all of a sudden: to an address that is not allowed, or to one beside the good
     * one. Nobody is connected to there, and what was owed goes out when the name is good again.
     *
     * @param hosts the names as the pod looks them up
     */
    Verdict rebind(Path hosts, int alarms) throws Exception {
        write(hosts, "127.0.0.1");
        city.run(
                "UPDATE target SET base_url = ?, access = ?, version = version + 1, updated_at = now() WHERE code = ?",
                "http://" + NAME + ":" + sink.port() + "/" + City.YUNLONG,
                "{\"networks\":[\"127.0.0.1/32\"],\"auth\":{\"kind\":\"NONE\",\"clientCertificate\":false}}",
                City.YUNLONG);
        Callers callers = new Callers(city);
        try (Trap trap = new Trap(sink.port())) {
            callers.sendAll(callers.alarms(YUNLONG, alarms), hub);
            city.settle();
            for (String[] bad : List.of(new String[] {Trap.ADDRESS}, new String[] {"127.0.0.1", Trap.ADDRESS})) {
                write(hosts, bad);
                long before = refusedAddresses();
                callers.sendAll(callers.alarms(YUNLONG, alarms), hub);
                Eventually.within(PATIENCE, "refused the address", () -> refusedAddresses() > before);
            }
            write(hosts, "127.0.0.1");
            city.settle();
            System.out.printf(
                    "ssrf-rebind: %d attempts refused the address, %d connections to it%n",
                    refusedAddresses(), trap.connections());
            assertThat(trap.connections())
                    .as("connections to an address that is not allowed")
                    .isZero();
        }
        return new Books(city).compare(callers, City.YUNLONG);
    }

    private long refusedAddresses() {
        return city.number("SELECT count(*) FROM attempt WHERE note LIKE 'ADDRESS_NOT_ALLOWED%'");
    }

    private static void write(Path hosts, String... addresses) throws IOException {
        StringBuilder lines = new StringBuilder("127.0.0.1 localhost\n");
        for (String address : addresses) {
            var line = lines.append(address).append(' ').append(NAME).append('\n');
        }
        // replaced as a whole: the pod must not read half a file
        Path fresh = Files.writeString(hosts.resolveSibling("hosts.new"), lines);
        Path moved = Files.move(fresh, hosts, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Set<String> taken(String target, Callers callers) {
        Set<String> cases = new HashSet<>(callers.journal().values());
        return sink.arrivals(target).stream()
                .filter(Sink.Arrival::taken)
                .map(Sink.Arrival::caseId)
                .filter(cases::contains)
                .collect(Collectors.toSet());
    }
}
