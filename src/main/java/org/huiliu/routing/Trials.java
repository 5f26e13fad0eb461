package org.huiliu.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tries rules on real cases; nothing is stored. What cannot be tried fails with {@code platform.problem.Refused}. */
public interface Trials {

    /** Where one case would go, and why. */
    Uni<Explanation> explain(Question question);

    /**
     * Where many cases would go, compared with the published rules: a job.
     *
     * @return the job's id
     */
    Uni<UUID> simulate(Order order);

    /**
     * Who asks.
     *
     * @param division prefix of the divisions that they may see; absent for all
     */
    record Asker(String actor, @Nullable String division) {}

    /** Where does this go? */
    record Question(Asker asker, Ruleset ruleset, Subject subject, Wording wording) {}

    /** One case. */
    sealed interface Subject {
        /** One answer for each kind. */
        <T> T fold(Function<Stored, T> stored, Function<Given, T> given);
    }

    /** A case that the hub has. */
    record Stored(UUID caseId) implements Subject {
        @Override
        public <T> T fold(Function<Stored, T> stored, Function<Given, T> given) {
            return stored.apply(this);
        }
    }

    /** A message as its feed sends it. */
    record Given(String feed, JsonNode payload) implements Subject {
        @Override
        public <T> T fold(Function<Stored, T> stored, Function<Given, T> given) {
            return given.apply(this);
        }
    }

    /**
     * What would these rules do?
     *
     * @param label what the rules are called in the answer: a version, {@code draft} or {@code document}
     * @param wording gives the names of units
     */
    record Order(Asker asker, Ruleset ruleset, String label, Sample sample, Wording wording) {}

    /** Many cases. */
    sealed interface Sample {
        /** One answer for each kind. */
        <T> T fold(Function<Past, T> past, Function<Messages, T> messages);
    }

    /**
     * Cases that the hub has; what is absent narrows nothing.
     *
     * @param from opened at or after
     * @param to opened before
     * @param division prefix
     * @param cases these only
     */
    record Past(
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            @Nullable String feed,
            @Nullable String division,
            @Nullable List<UUID> cases)
            implements Sample {
        @Override
        public <T> T fold(Function<Past, T> past, Function<Messages, T> messages) {
            return past.apply(this);
        }
    }

    /** Messages as their feed sends them, for example yesterday's alarms. */
    record Messages(String feed, List<JsonNode> payloads) implements Sample {
        public Messages {
            payloads = List.copyOf(payloads);
        }

        @Override
        public <T> T fold(Function<Past, T> past, Function<Messages, T> messages) {
            return messages.apply(this);
        }
    }
}
