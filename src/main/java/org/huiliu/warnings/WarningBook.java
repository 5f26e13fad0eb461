package org.huiliu.warnings;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Warnings in PostgreSQL: the background work writes them, people read and close them. */
public interface WarningBook {

    /** Whether this transaction is the one that weighs now, of all pods; it is until it ends. */
    Uni<Boolean> lead(Tx tx);

    /** The open warnings about these subjects. */
    Uni<Map<Subject, StandingWarning>> standing(Tx tx, Collection<Subject> subjects);

    /**
     * A new warning.
     *
     * @param said the name of the subject, as people read it
     * @param tippedBy the case without which there would be none
     */
    record Raised(
            UUID id,
            WarningRule rule,
            Subject subject,
            String said,
            String division,
            UUID tippedBy,
            List<SubjectCase> cases,
            OffsetDateTime at) {}

    /** Raises warnings; where one is open already about the subject, that one stands and the new one is not written. */
    Uni<Void> raise(Tx tx, List<Raised> warnings);

    /**
     * Cases that join an open warning.
     *
     * @param division that holds all its cases now
     */
    record Grown(UUID id, String division, List<SubjectCase> cases, OffsetDateTime at) {}

    /** Adds to the lists of warnings. */
    Uni<Void> grow(Tx tx, List<Grown> warnings);

    /**
     * An open warning with news that nobody was told yet.
     *
     * @param cases the latest of its list, oldest first
     */
    record News(Warning warning, UUID tippedBy, List<WarningCase> cases) {}

    /**
     * Open warnings with news, whose last telling was before a time.
     *
     * @param most warnings
     * @param mostCases cases of each
     */
    Uni<List<News>> news(Tx tx, OffsetDateTime toldBefore, int most, int mostCases);

    /** Notes that these are told as they are. */
    Uni<Void> told(Tx tx, List<News> told, OffsetDateTime at);

    /**
     * Which warnings a reader may see.
     *
     * @param division prefix of the reader's division; null for all
     * @param agency a partner's agency, which sees those of its reach and those that its targets are told; null for an
     *     operator
     */
    record Reader(@Nullable String division, @Nullable String agency) {}

    /**
     * A page of warnings.
     *
     * @param before id of the last warning of the page before; null for the newest
     */
    Uni<List<Warning>> page(Reader reader, @Nullable WarningState state, @Nullable UUID before, int limit);

    /** How many warnings a reader may see. */
    Uni<Long> count(Reader reader, @Nullable WarningState state);

    /** One warning with its cases, oldest first. */
    Uni<Optional<WarningWithCases>> one(Reader reader, UUID id);

    /** Closes a warning, with an audit row. */
    Uni<WarningAnswer<Warning>> close(Reader reader, UUID id, String reason, String actor);
}
