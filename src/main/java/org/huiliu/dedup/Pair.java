package org.huiliu.dedup;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.huiliu.dedup.text.Doubt;
import org.huiliu.dedup.text.Feature;
import org.huiliu.dedup.text.Likeness;
import org.huiliu.dedup.text.Weights;
import org.jspecify.annotations.Nullable;

/** A report beside a case's first report: the figures that rules and score are made from. */
final class Pair {
    private static final double DAY_S = 86_400;
    /** A window as short as this is an incident's, not a condition's. */
    private static final Duration INCIDENT = Duration.ofDays(1);

    /** From this likeness on a second text of one caller is a follow-up rather than another complaint. */
    private static final double AGAIN = 0.6;

    private final Matter report;
    private final Rival rival;
    private final RepeatPolicy policy;
    private final boolean sameCaller;
    private final Duration apart;
    private final @Nullable Integer metres;
    private final Likeness likeness;
    private final Set<Doubt> doubts;

    Pair(Matter report, Rival rival, RepeatPolicy policy) {
        this.report = report;
        this.rival = rival;
        this.policy = policy;
        Matter first = rival.first();
        sameCaller = rival.sameCaller() || report.caller() != 0 && report.caller() == first.caller();
        apart = Duration.between(first.at(), report.at()).abs();
        metres = metres(report, first);
        likeness = Likeness.of(report.reading(), first.reading(), sameCaller, apart.toSeconds() / DAY_S);
        doubts = Doubt.of(likeness.values());
    }

    Matter report() {
        return report;
    }

    Matter first() {
        return rival.first();
    }

    Rival rival() {
        return rival;
    }

    RepeatPolicy policy() {
        return policy;
    }

    boolean sameCaller() {
        return sameCaller;
    }

    Duration apart() {
        return apart;
    }

    @Nullable
    Integer metres() {
        return metres;
    }

    Likeness likeness() {
        return likeness;
    }

    /** The radius, and what the points may be off. */
    int reachM() {
        Spot some = report.spot();
        Spot other = first().spot();
        double slack = some == null || other == null ? 0 : Math.max(some.slackM(), other.slackM());
        return policy.radiusM() + (int) slack;
    }

    Set<Doubt> doubts() {
        return doubts;
    }

    /** A caller, a party's number or a firm that both name. */
    boolean commonParty() {
        return sameCaller
                || !Collections.disjoint(report.parties(), first().parties())
                || !Collections.disjoint(
                        report.reading().firms(), first().reading().firms());
    }

    /**
     * 0 to 1. The text's part is learned from labelled pairs of texts; place and category are what such pairs do not have:
     * their parts are set by hand, each worth less than a clear difference in the text. So is the part of a text that comes
     * word for word again, of which there are too few to learn from.
     */
    double score() {
        double logit = Weights.shipped().logit(likeness.values());
        if (likeness.sameText()) {
            logit += 3;
        }
        if (metres != null && metres <= reachM()) {
            logit += 1.5 * (1 - (double) metres / (reachM() + 1));
        }
        if (!report.category().isEmpty() && !first().category().isEmpty()) {
            boolean family = report.family() == first().family() && report.family() != Family.OTHER;
            boolean feed = report.feed().equals(first().feed());
            // two lines file one happening under different words, one line seldom does
            logit += family ? 0.5 : feed ? -0.5 : 0;
            // minutes and metres apart, and of one kind: what an incident's callers have in common beside few words
            if (family
                    && metres != null
                    && metres <= reachM()
                    && policy.window().compareTo(INCIDENT) <= 0) {
                logit += 1;
            }
        }
        // who calls again from the same building speaks of the same thing in fewer and other words
        if (sameCaller && sameBuilding() && text() >= AGAIN && !doubts.contains(Doubt.OTHER_TOPICS)) {
            logit += 2.5;
        }
        if (!report.parties().isEmpty() && !Collections.disjoint(report.parties(), first().parties()) && !sameCaller) {
            logit += 0.7;
        }
        return Weights.probability(logit);
    }

    private boolean sameBuilding() {
        Address here = report.address();
        Address there = first().address();
        return !Collections.disjoint(here.marks().buildings(), there.marks().buildings()) && !here.elsewhere(there);
    }

    double text() {
        return Math.min(1, likeness.value(Feature.TEXT));
    }

    private static @Nullable Integer metres(Matter report, Matter first) {
        Spot here = report.spot();
        Spot there = first.spot();
        return here == null || there == null ? null : (int) Math.round(here.metresTo(there));
    }
}
