package org.huiliu.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the callers' journal, the hub's tables and what the receivers took. */
final class Books {
    private final City city;

    Books(City city) {
        this.city = city;
    }

    /** What went wrong with these callers' reports and cases, and with the deliveries to these targets. */
    Verdict compare(Callers callers, String... targets) {
        Map<String, String> stored = new HashMap<>();
        long doubled = callers.contradictions();
        for (List<String> row : city.rows("SELECT external_id, case_id, version FROM report WHERE feed = '110'")) {
            String before = stored.putIfAbsent(row.get(0), row.get(1));
            doubled += before == null || before.equals(row.get(1)) ? 0 : 1;
        }
        doubled += city.number(
                "SELECT count(*) FROM (SELECT FROM report WHERE feed = '110' GROUP BY external_id, version HAVING count(*) > 1) r");
        Set<String> cases = new HashSet<>();
        long lost = 0;
        for (Map.Entry<String, String> told : callers.journal().entrySet()) {
            lost += told.getValue().equals(stored.get(told.getKey())) ? 0 : 1;
            boolean added = cases.add(told.getValue());
        }
        // a case that was found to be a repeat later may never have been sent: its master is
        for (List<String> merge :
                city.rows("SELECT from_case, to_case FROM link WHERE kind = 'MERGED' AND undone_at IS NULL")) {
            if (cases.remove(merge.get(0))) {
                boolean added = cases.add(merge.get(1));
            }
        }
        return arrivals(cases, targets).plus(new Verdict(lost, doubled, 0));
    }

    /** Whether each case reached one of the targets once, in order. */
    private Verdict arrivals(Set<String> cases, String... targets) {
        Set<String> reached = new HashSet<>();
        Map<String, JsonNode> bodies = new HashMap<>();
        Map<String, String> creates = new HashMap<>();
        long doubled = 0;
        long orderBreaks = 0;
        for (String target : targets) {
            for (Sink.Arrival one : city.sink().arrivals(target)) {
                if (!cases.contains(one.caseId())) {
                    continue;
                }
                JsonNode before = bodies.putIfAbsent(one.deliveryId(), one.body());
                doubled += before == null || before.equals(one.body()) ? 0 : 1;
                if (one.kind().equals("CREATE")) {
                    String first = creates.putIfAbsent(target + " " + one.caseId(), one.deliveryId());
                    doubled += first == null || first.equals(one.deliveryId()) ? 0 : 1;
                }
                orderBreaks += one.late() ? 1 : 0;
                if (one.taken()) {
                    boolean added = reached.add(one.caseId());
                }
            }
        }
        long lost = cases.stream().filter(one -> !reached.contains(one)).count();
        return new Verdict(lost, doubled, orderBreaks);
    }
}
