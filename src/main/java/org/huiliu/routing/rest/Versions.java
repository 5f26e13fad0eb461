package org.huiliu.routing.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.tx.Aside;
import org.huiliu.routing.City;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.RulesetDesk;
import org.huiliu.routing.RulesetDocument;
import org.huiliu.routing.RulesetReader;
import org.huiliu.routing.RulesetVersion;
import org.huiliu.routing.Vocabulary;
import org.jspecify.annotations.Nullable;

/** Finds the rules that a request means: a version by its number or its standing, or a document that it brings. */
@ApplicationScoped
class Versions {
    static final String DRAFT = "draft";
    static final String PUBLISHED = "published";

    /** A document that a request brings, without a version of its own. */
    private static final int UNNUMBERED = 0;

    private static final String DOCUMENT = "/document";
    private static final String CATALOGUE = "/catalogue";

    private final RulesetDesk desk;
    private final City city;
    private final Clock clock;

    Versions(RulesetDesk desk, City city, Clock clock) {
        this.desk = desk;
        this.city = city;
        this.clock = clock;
    }

    /**
     * Rules that were read and found sound.
     *
     * @param warnings what is probably not meant
     */
    record Checked(RulesetDocument document, List<Fault> warnings, Vocabulary vocabulary) {}

    /** A version by its number, {@code draft} or {@code published}. */
    Uni<Optional<RulesetVersion>> find(String name) {
        return switch (name) {
            case DRAFT -> desk.draft();
            case PUBLISHED -> desk.published().map(Optional::of);
            default ->
                number(name).map(desk::version).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        };
    }

    /**
     * The same for a request that cannot do without it.
     *
     * @throws Refused if there is no such version
     */
    Uni<RulesetVersion> required(String name) {
        return find(name).map(found -> found.orElseThrow(() -> new Refused(unknown())));
    }

    static Problem unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such version.");
    }

    static Optional<Integer> number(String name) {
        try {
            return Optional.of(Integer.parseInt(name));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a document with its catalogue; what is absent is that of the version on its way, or of the published one.
     *
     * @param told each fault as the request's author finds it
     */
    Uni<Checked> check(@Nullable JsonNode document, @Nullable JsonNode catalogue, Function<Fault, Fault> told) {
        return check(document, catalogue, base(document, catalogue), told);
    }

    private Uni<Checked> check(
            @Nullable JsonNode document,
            @Nullable JsonNode catalogue,
            Uni<Optional<RulesetVersion>> base,
            Function<Fault, Fault> told) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return city.vocabulary()
                .chain(vocabulary -> base.chain(of -> Aside.compute(() -> RulesetReader.read(
                                whole(document, of.map(RulesetVersion::rules)),
                                whole(catalogue, of.map(RulesetVersion::catalogue)),
                                vocabulary,
                                now)
                        .fold((read, warnings) -> new Checked(read, spots(warnings, told), vocabulary), faults -> {
                            throw unsound(spots(faults, told));
                        }))));
    }

    /**
     * What was sound when it was written may name a unit that has gone since. The way back is open all the same.
     *
     * @throws Refused if a version on its way is not sound any more
     */
    Uni<Void> stillSound(RulesetVersion one) {
        if (!one.state().onItsWay()) {
            return Uni.createFrom().voidItem();
        }
        JsonNode rules = Objects.requireNonNull(one.rules());
        JsonNode catalogue = Objects.requireNonNull(one.catalogue());
        return city.vocabulary()
                .chain(vocabulary -> Aside.compute(() -> RulesetReader.faults(rules, catalogue, vocabulary)))
                .invoke(faults -> {
                    if (!faults.isEmpty()) {
                        throw unsound(spots(faults, fault -> fault));
                    }
                })
                .replaceWithVoid();
    }

    private static Refused unsound(List<Fault> faults) {
        return new Refused(
                Problem.of(ProblemType.BREAKS_CONTRACT, "The rules are not as they must be: each spot is named.")
                        .with(faults));
    }

    private Uni<Optional<RulesetVersion>> base(@Nullable JsonNode document, @Nullable JsonNode catalogue) {
        if (document != null && catalogue != null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return desk.draft()
                .chain(draft -> draft.isPresent()
                        ? Uni.createFrom().item(draft)
                        : desk.published().map(Optional::of));
    }

    private static JsonNode whole(@Nullable JsonNode given, Optional<JsonNode> base) {
        return given != null ? given : base.orElseThrow();
    }

    private static List<Fault> spots(List<Fault> faults, Function<Fault, Fault> told) {
        List<Fault> spots = new ArrayList<>(faults.size());
        for (Fault fault : faults) {
            spots.add(told.apply(
                    fault.pointer().startsWith(CATALOGUE)
                            ? fault
                            : new Fault(DOCUMENT + fault.pointer(), fault.code(), fault.detail(), fault.allowed())));
        }
        return spots;
    }

    /** The rules that are to be tried, compiled: those of a document in the request, or of a version. */
    Uni<Ruleset> compiled(@Nullable String name, @Nullable JsonNode document, @Nullable JsonNode catalogue) {
        if (document != null || catalogue != null) {
            return check(document, catalogue, fault -> fault)
                    .chain(checked -> Aside.compute(() -> Ruleset.compile(UNNUMBERED, checked.document())));
        }
        return required(name == null ? PUBLISHED : name)
                .chain(one -> Aside.compute(() -> Ruleset.compile(one.version(), one.document())));
    }
}
