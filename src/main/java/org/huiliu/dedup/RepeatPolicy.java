package org.huiliu.dedup;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.huiliu.model.AppealType;
import org.huiliu.model.Domain;
import org.huiliu.model.Urgency;

/**
 * How repeats of one family of matters are recognised.
 *
 * @param name stable, shown in evidence
 * @param zh its name for operators
 * @param window how far apart two reports may be
 * @param radiusM how far apart their places may be, in metres
 * @param attach score from which a report is attached
 * @param ask score from which an operator is asked
 * @param recurrence how long a matter that is over, or older than the window, is still linked; zero for never
 * @param commonParty whether both must have a party in common to be attached
 * @param raise what urgency many callers make
 */
public record RepeatPolicy(
        String name,
        String zh,
        When when,
        Duration window,
        int radiusM,
        double attach,
        double ask,
        Duration recurrence,
        boolean commonParty,
        Mode mode,
        List<Raise> raise) {

    static final RepeatPolicy OFF = new RepeatPolicy(
            "none",
            "无",
            new When(Set.of(), Set.of(), Set.of(), Set.of()),
            Duration.ZERO,
            0,
            1,
            1,
            Duration.ZERO,
            false,
            Mode.OFF,
            List.of());

    public RepeatPolicy {
        raise = List.copyOf(raise);
    }

    /** Whether the policy works. */
    public enum Mode {
        /** Attaches and asks. */
        ON,
        /** Never attaches by itself. */
        ASK_ONLY,
        /** Looks for nothing. */
        OFF
    }

    /**
     * Which matters it is for: any of the values of each list, an empty list for all.
     *
     * @param feeds codes of feeds
     * @param categories codes or beginnings of codes: {@code gov.utility} is also for {@code gov.utility.water}
     */
    public record When(Set<String> feeds, Set<Domain> domains, Set<String> categories, Set<AppealType> appealTypes) {
        public When {
            feeds = Set.copyOf(feeds);
            domains = Set.copyOf(domains);
            categories = Set.copyOf(categories);
            appealTypes = Set.copyOf(appealTypes);
        }

        /** Whether it says nothing, and so is for every matter. */
        public boolean always() {
            return feeds.isEmpty() && domains.isEmpty() && categories.isEmpty() && appealTypes.isEmpty();
        }

        /** Domains and categories are two ways to name a family: one of them is enough. */
        boolean covers(Matter matter) {
            boolean family = domains.isEmpty() && categories.isEmpty()
                    || domains.contains(matter.domain())
                    || categories.stream().anyMatch(matter::isOf);
            return family
                    && (feeds.isEmpty() || feeds.contains(matter.feed()))
                    && (appealTypes.isEmpty() || appealTypes.contains(matter.appealType()));
        }
    }

    /** From so many distinct callers on, the case is at least so urgent. */
    public record Raise(int callers, Urgency urgency) {}

    /** The urgency that so many callers make. */
    public Optional<Urgency> raisedBy(int callers) {
        return raise.stream()
                .filter(step -> callers >= step.callers())
                .map(Raise::urgency)
                .max(Comparator.naturalOrder());
    }

    /** How long a case may find or be found. */
    public Duration memory() {
        return mode == Mode.OFF ? Duration.ZERO : longer(window, recurrence);
    }

    /** What both allow: the policy of a pair of matters of two families. Named after the one with the shorter window. */
    RepeatPolicy stricter(RepeatPolicy other) {
        if (this == other) {
            return this;
        }
        RepeatPolicy named = window.compareTo(other.window) <= 0 ? this : other;
        return new RepeatPolicy(
                named.name,
                named.zh,
                named.when,
                named.window,
                Math.min(radiusM, other.radiusM),
                Math.max(attach, other.attach),
                Math.max(ask, other.ask),
                recurrence.compareTo(other.recurrence) <= 0 ? recurrence : other.recurrence,
                commonParty || other.commonParty,
                mode.compareTo(other.mode) >= 0 ? mode : other.mode,
                named.raise);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
