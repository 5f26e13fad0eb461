package org.huiliu.faults;

/**
 * What a scenario cost.
 *
 * @param lost acknowledged reports that are not in the tables, cases whose target never got them, answers that never
 *     reached their line
 * @param doubled reports or cases that are there twice, and deliveries whose repetition was not the same message
 * @param orderBreaks first arrivals of a revision older than one that the receiver had taken for the same case
 */
record Verdict(long lost, long doubled, long orderBreaks) {
    static final Verdict CLEAN = new Verdict(0, 0, 0);

    Verdict plus(Verdict other) {
        return new Verdict(lost + other.lost, doubled + other.doubled, orderBreaks + other.orderBreaks);
    }

    String json() {
        return "{\"lost\":%d,\"doubled\":%d,\"orderBreaks\":%d}".formatted(lost, doubled, orderBreaks);
    }
}
