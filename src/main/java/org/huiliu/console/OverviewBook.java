package org.huiliu.console;

import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huiliu.model.CaseState;
import org.jspecify.annotations.Nullable;

/**
 * The counts that no single room has. Each is within a division's prefix, null for all; a whole city's (four digits at most) has what
 * nobody has settled yet in it.
 */
public interface OverviewBook {

    /** Reports of one feed, outcome and hour that lie with cases of one division. */
    record Reports(
            String feed, String outcome, int hour, @Nullable String division, long count) {}

    /** Open cases of one state and division. */
    record Cases(CaseState state, @Nullable String division, long open, long overdue) {}

    /** Reports since a time, by divisions of so many digits. */
    Uni<List<Reports>> reports(@Nullable String division, int digits, OffsetDateTime since);

    /** How many reports there were on these days, hour by hour; days without any are absent. */
    Uni<Map<LocalDate, long[]>> days(@Nullable String division, Collection<LocalDate> days);

    /** Open cases, by divisions of so many digits. */
    Uni<List<Cases>> open(@Nullable String division, int digits);

    /** Refused messages since a time, by feed; a feed that is known and has none is there too. */
    Uni<Map<String, Long>> refused(OffsetDateTime since);

    /** The delivery that has waited longest. */
    Uni<Optional<Overview.Undelivered>> oldest(@Nullable String division);

    /** The names of the targets within the division, by code. */
    Uni<Map<String, String>> targets(@Nullable String division);
}
