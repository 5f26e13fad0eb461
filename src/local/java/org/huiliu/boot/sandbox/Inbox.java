package org.huiliu.boot.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one target got, newest last, and what it knows of its cases. Bounded: the oldest go first. */
final class Inbox {

    private static final int KEPT_REQUESTS = 1_000;
    private static final int KEPT_DELIVERIES = 100_000;

    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
    private final Map<String, String> numbersByDelivery = new LinkedHashMap<>();
    private final Map<String, Holding> holdings = new HashMap<>();
    private int lastNumber;

    /** A case as the target holds it. */
    record Holding(String receivedAs, long revision, boolean recalled, String at) {}

    /** How a delivery is answered: whether it was new, and the target's own number for the case. */
    record Taken(boolean fresh, String receivedAs) {}

    synchronized void remember(ReceivedRequest request) {
        requests.addLast(request);
        if (requests.size() > KEPT_REQUESTS) {
            ReceivedRequest oldest = requests.removeFirst();
        }
    }

    synchronized List<ReceivedRequest> requests() {
        return new ArrayList<>(requests);
    }

    /** What a receiving system that is not sound does. */
    record Habits(boolean doubles, boolean takesOlder) {}

    /** Takes a delivery unless it, or for cases and warnings a newer revision, is here already. */
    synchronized Taken take(JsonNode body, boolean whole, boolean recall, String at, Habits habits) {
        String delivery = body.path("deliveryId").asText();
        String known = numbersByDelivery.get(delivery);
        if (known != null && !habits.doubles()) {
            return new Taken(false, known);
        }
        String caseId = body.path("caseId").asText(body.path("warningId").asText());
        long revision = body.path("revision").asLong();
        Holding before = holdings.get(caseId);
        if (before != null && whole && revision < before.revision() && !habits.takesOlder()) {
            return new Taken(false, before.receivedAs());
        }
        String number = before == null || known != null ? "SB-" + ++lastNumber : before.receivedAs();
        numbersByDelivery.put(delivery, number);
        holdings.put(caseId, new Holding(number, Math.max(1, revision), recall, at));
        if (numbersByDelivery.size() > KEPT_DELIVERIES) {
            String oldest = numbersByDelivery.keySet().iterator().next();
            numbersByDelivery.remove(oldest);
        }
        return new Taken(true, number);
    }

    synchronized Optional<Holding> holding(String caseId) {
        return Optional.ofNullable(holdings.get(caseId));
    }
}
