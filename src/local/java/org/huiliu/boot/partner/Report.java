package org.huiliu.boot.partner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a test has found. */
record Report(String contract, List<Line> lines) {

    /** What became of a check. */
    enum Verdict {
        PASS,
        FAIL,
        /** Not asked for. */
        SKIP
    }

    /**
     * One check.
     *
     * @param name stable, for machines
     * @param words what is checked, for people
     * @param reason why it failed or was left out; empty when it passed
     */
    record Line(String name, String words, Verdict verdict, String reason) {
        @Override
        public String toString() {
            String line = String.format("%-4s  %-22s %s", verdict, name, words);
            return reason.isEmpty() ? line : line + "\n        → " + reason;
        }
    }

    long failed() {
        return count(Verdict.FAIL);
    }

    private long count(Verdict verdict) {
        return lines.stream().filter(line -> line.verdict() == verdict).count();
    }

    /** In one line, for machines. */
    String json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("contract", contract)
                .put("passed", count(Verdict.PASS))
                .put("failed", count(Verdict.FAIL))
                .put("skipped", count(Verdict.SKIP));
        ObjectNode checks = json.putObject("checks");
        lines.forEach(line -> {
            var unused = checks.put(line.name(), line.verdict().name());
        });
        return json.toString();
    }
}
