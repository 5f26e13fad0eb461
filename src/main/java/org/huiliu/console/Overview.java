package org.huiliu.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.delivery.Breaker;
import org.huiliu.model.CaseState;
import org.huiliu.warnings.Warning;
import org.jspecify.annotations.Nullable;

/** How the whole stands: counts within a reader's division, no personal data. */
@RegisterForReflection
@Schema(name = "Overview")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Overview(
        @Schema(description = "When it was counted; today is the day of this time.")
        OffsetDateTime at,

        @Schema(description = "Prefix of the divisions that it counts; absent: all.", examples = "3203")
        @Nullable
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String division,

        List<Feed> feeds,

        @Schema(description = "Counties, or what lies below the reader's own; those with open cases or cases of today.")
        List<Division> divisions,

        @Schema(description = "Open cases by state; states without any are left out.")
        List<State> states,

        @Schema(description = "The 24 hours of the day, in China's civil time.")
        List<Hour> hours,

        @Schema(description = "What the usual day is the mean of; absent before there was a whole day.")
        @Nullable
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Usual usual,

        @Schema(
                description =
                        "The delivery that has waited longest; absent when nothing waits. Parked ones do not count.")
        @Nullable
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Undelivered oldest,

        @Schema(description = "Those of the reader's division, those in trouble first.")
        List<Target> targets,

        Warnings warnings,
        Reviews reviews) {

    /** What came from a feed today. */
    @RegisterForReflection
    @Schema(name = "OverviewFeed")
    public record Feed(
            @Schema(examples = "12345") String feed,

            @Schema(description = "Messages that were accepted, later versions of a record too.")
            long reports,

            @Schema(description = "Cases that they opened.") long opened,

            @Schema(description = "Those that joined a case.")
            long repeats,

            @Schema(description = "Those that opened a case and may be a repeat: a person is asked.")
            long suspected,

            @Schema(
                    description =
                            "Messages that were refused, of the whole line; absent for readers of less than a city.")
            @Nullable
            @JsonInclude(JsonInclude.Include.NON_NULL)
            Long refused) {}

    /** A division's cases. */
    @RegisterForReflection
    @Schema(name = "OverviewDivision")
    public record Division(
            @Schema(description = "Absent for cases whose division nobody has settled yet.", examples = "320302")
            @Nullable
            @JsonInclude(JsonInclude.Include.NON_NULL)
            String division,

            long open,

            @Schema(description = "Opened today.") long opened,

            @Schema(description = "Open ones marked OVERDUE.")
            long overdue) {}

    /** How many open cases are in a state. */
    @RegisterForReflection
    @Schema(name = "OverviewState")
    public record State(CaseState state, long open) {}

    /** One hour of the day. */
    @RegisterForReflection
    @Schema(name = "OverviewHour")
    public record Hour(
            int hour,

            @Schema(description = "Absent for hours to come.") @Nullable @JsonInclude(JsonInclude.Include.NON_NULL)
            Long reports,

            @Schema(description = "On the usual day; absent where that is not known.")
            @Nullable
            @JsonInclude(JsonInclude.Include.NON_NULL)
            Double usual) {}

    /** What the usual day is the mean of. */
    @RegisterForReflection
    @Schema(name = "OverviewUsual")
    public record Usual(
            Basis basis,

            @Schema(description = "Days that the mean is of.", examples = "4")
            int days) {

        /** Which days. */
        @Schema(name = "OverviewUsualBasis")
        public enum Basis {
            /** The same day of the last four weeks. */
            WEEKDAY,
            /** Those of the last seven days on which there was anything. */
            LAST_DAYS
        }
    }

    /** The delivery that has waited longest. */
    @RegisterForReflection
    @Schema(name = "OverviewUndelivered")
    public record Undelivered(String target, OffsetDateTime since) {}

    /** How a target stands, see {@code /v1/targets/{code}/state}. */
    @RegisterForReflection
    @Schema(name = "OverviewTarget")
    public record Target(
            String target,
            String name,
            boolean enabled,
            boolean paused,
            Breaker.State breaker,
            long waiting,
            long held,
            long parked,

            @Schema(description = "Absent when nothing waits.") @Nullable @JsonInclude(JsonInclude.Include.NON_NULL)
            OffsetDateTime oldestDueAt) {

        boolean troubled() {
            return paused || breaker != Breaker.State.CLOSED || parked > 0 || held > 0;
        }
    }

    /** Open warnings. */
    @RegisterForReflection
    @Schema(name = "OverviewWarnings")
    public record Warnings(
            long open,

            @Schema(description = "The newest five.") @JsonInclude(JsonInclude.Include.ALWAYS)
            List<Warning> newest) {}

    /** What waits for a person. */
    @RegisterForReflection
    @Schema(name = "OverviewReviews")
    public record Reviews(
            long open,

            @Schema(description = "Open ones whose time is over.")
            long overdue,

            @Schema(description = "When the next one's time is over; absent when none has one.")
            @Nullable
            @JsonInclude(JsonInclude.Include.NON_NULL)
            OffsetDateTime nextDueAt) {}
}
