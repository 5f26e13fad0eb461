package org.huiliu.pipeline;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.model.DeliveryKind;
import org.huiliu.partners.Target;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.huiliu.warnings.RuleBook;
import org.huiliu.warnings.Sighting;
import org.huiliu.warnings.StandingWarning;
import org.huiliu.warnings.Subject;
import org.huiliu.warnings.SubjectBook;
import org.huiliu.warnings.SubjectCase;
import org.huiliu.warnings.Warning;
import org.huiliu.warnings.WarningBook;
import org.huiliu.warnings.WarningCase;
import org.huiliu.warnings.WarningRule;
import org.huiliu.warnings.Weighing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way from cases to a warning, in the background: what was opened since the last round is weighed, warnings are raised
 * or grow, and the targets that have subscribed hear of them. One pod at a time; a pod that comes second goes home.
 */
@ApplicationScoped
public class WarningPath {
    private static final Logger LOG = Logger.getLogger(WarningPath.class);
    private static final int LARGEST_ROUND = 500;
    /** Of one subject: a warning with more says nothing that these do not. */
    private static final int MOST_CASES = 200;
    /** In one letter, as the contract has it. */
    private static final int MOST_LISTED = 50;

    private static final int MOST_TOLD = 100;

    private final Pool pool;
    private final SubjectBook subjects;
    private final RuleBook rules;
    private final WarningBook warnings;
    private final TargetDirectory directory;
    private final DeliveryQueue deliveries;
    private final DeliverPath deliverPath;
    private final Clock clock;
    private final Duration pace;
    private final Rounds rounds;

    WarningPath(
            Vertx vertx,
            Pool pool,
            SubjectBook subjects,
            RuleBook rules,
            WarningBook warnings,
            TargetDirectory directory,
            DeliveryQueue deliveries,
            DeliverPath deliverPath,
            Clock clock,
            @ConfigProperty(name = "huiliu.warnings.every", defaultValue = "PT5S") Duration every,
            // who must look at an estate anyway gains nothing from hearing of each further case at once
            @ConfigProperty(name = "huiliu.warnings.pace", defaultValue = "PT1H") Duration pace) {
        this.pool = pool;
        this.subjects = subjects;
        this.rules = rules;
        this.warnings = warnings;
        this.directory = directory;
        this.deliveries = deliveries;
        this.deliverPath = deliverPath;
        this.clock = clock;
        this.pace = pace;
        this.rounds = new Rounds(
                vertx,
                every,
                every,
                this::round,
                failure -> LOG.warnf("warnings not weighed: %s", Incident.kind(failure)));
    }

    // ---------------------------------------------------------------- the path

    /**
     * One round.
     *
     * @return whether there is more to weigh
     */
    Uni<Boolean> round() {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return Tx.run(pool, tx -> warnings.lead(tx)
                        .flatMap(leads -> leads
                                ? weigh(tx, now)
                                        .flatMap(weighed -> tell(tx, now).map(told -> new Round(weighed, told)))
                                : Uni.createFrom().item(new Round(0, 0))))
                .invoke(round -> {
                    if (round.told > 0) {
                        deliverPath.wake();
                    }
                })
                .map(round -> round.weighed == LARGEST_ROUND);
    }

    private Uni<Integer> weigh(Tx tx, OffsetDateTime now) {
        return subjects.fresh(tx, LARGEST_ROUND)
                .call(fresh -> fresh.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : rules.enabled(tx).flatMap(enabled -> weigh(tx, fresh, enabled, now)))
                .map(List::size);
    }

    private Uni<Void> weigh(Tx tx, List<Sighting> fresh, List<WarningRule> enabled, OffsetDateTime now) {
        Map<Subject, SubjectBook.Reach> reaches = reaches(fresh);
        return subjects.free(tx, reaches.values(), MOST_CASES)
                .flatMap(free -> warnings.standing(tx, reaches.keySet()).flatMap(standing -> {
                    List<WarningBook.Raised> raised = new ArrayList<>();
                    List<WarningBook.Grown> grown = new ArrayList<>();
                    free.forEach((subject, cases) -> {
                        List<WarningRule> watching = enabled.stream()
                                .filter(rule -> rule.subject() == subject.kind())
                                .toList();
                        StandingWarning open = standing.get(subject);
                        if (open == null) {
                            Weighing.tipped(watching, cases)
                                    .ifPresent(tipped -> raised.add(raised(subject, tipped, now)));
                        } else {
                            List<SubjectCase> joining = Weighing.joining(watching, open.first(), open.last(), cases);
                            if (!joining.isEmpty()) {
                                grown.add(grown(open, joining, now));
                            }
                        }
                    });
                    return warnings.raise(tx, raised).chain(() -> warnings.grow(tx, grown));
                }))
                .chain(() -> subjects.weighed(tx, fresh));
    }

    private Uni<Integer> tell(Tx tx, OffsetDateTime now) {
        return warnings.news(tx, now.minus(pace), MOST_TOLD, MOST_LISTED)
                .flatMap(news -> news.isEmpty()
                        ? Uni.createFrom().item(0)
                        : directory.targets(tx).flatMap(targets -> {
                            List<NewDelivery> owed = new ArrayList<>();
                            news.forEach(one -> owed.addAll(owed(one, targets, now)));
                            return deliveries
                                    .add(tx, owed, now)
                                    .chain(() -> warnings.told(tx, news, now))
                                    .replaceWith(owed.size());
                        }));
    }

    // ---------------------------------------------------------------- its steps

    /** For each subject the times in which other cases may matter to these. */
    private static Map<Subject, SubjectBook.Reach> reaches(Collection<Sighting> fresh) {
        Map<Subject, SubjectBook.Reach> reaches = new LinkedHashMap<>();
        for (Sighting one : fresh) {
            OffsetDateTime from = one.at().minus(WarningRule.LONGEST);
            OffsetDateTime to = one.at().plus(WarningRule.LONGEST);
            var joined = reaches.merge(
                    one.subject(),
                    new SubjectBook.Reach(one.subject(), from, to),
                    (some, more) -> new SubjectBook.Reach(
                            some.subject(),
                            some.from().isBefore(more.from()) ? some.from() : more.from(),
                            some.to().isAfter(more.to()) ? some.to() : more.to()));
        }
        return reaches;
    }

    private static WarningBook.Raised raised(Subject subject, Weighing.Tipped tipped, OffsetDateTime now) {
        // ids sort by the time at which they were given
        SubjectCase last = tipped.cases().stream()
                .max(Comparator.comparing(SubjectCase::caseId))
                .orElseThrow();
        return new WarningBook.Raised(
                Ids.at(now.toInstant().toEpochMilli()),
                tipped.rule(),
                subject,
                last.said(),
                Weighing.common(divisions(tipped.cases())),
                last.caseId(),
                tipped.cases(),
                now);
    }

    private static WarningBook.Grown grown(StandingWarning open, List<SubjectCase> joining, OffsetDateTime now) {
        List<@Nullable String> divisions = divisions(joining);
        divisions.add(open.division());
        return new WarningBook.Grown(open.id(), Weighing.common(divisions), joining, now);
    }

    private static List<@Nullable String> divisions(List<SubjectCase> cases) {
        List<@Nullable String> divisions = new ArrayList<>();
        cases.forEach(one -> divisions.add(one.division()));
        return divisions;
    }

    /** To each target that has subscribed and answers for the whole of it. */
    private static List<NewDelivery> owed(WarningBook.News news, Targets targets, OffsetDateTime now) {
        Warning warning = news.warning();
        String division = warning.division() == null ? "" : warning.division();
        if (news.cases().isEmpty()) {
            return List.of();
        }
        Map<String, Object> note = note(news);
        return targets.all().stream()
                .filter(Target::wantsWarnings)
                .filter(target -> division.startsWith(target.division()))
                .map(target -> new NewDelivery(
                        Ids.at(now.toInstant().toEpochMilli()),
                        news.tippedBy(),
                        target.code(),
                        null,
                        DeliveryKind.WARNING,
                        warning.revision(),
                        null,
                        note))
                .toList();
    }

    private static Map<String, Object> note(WarningBook.News news) {
        Warning warning = news.warning();
        Map<String, Object> note = new HashMap<>();
        note.put("warningId", warning.warningId());
        note.put("rule", warning.rule());
        note.put("subject", warning.subject());
        if (warning.division() != null) {
            note.put("division", warning.division());
        }
        note.put("caseCount", warning.caseCount());
        note.put("cases", news.cases().stream().map(WarningPath::listed).toList());
        note.put("since", warning.since());
        note.put("until", warning.until());
        return note;
    }

    private static Map<String, Object> listed(WarningCase one) {
        Map<String, Object> listed = new LinkedHashMap<>();
        listed.put("caseId", one.caseId());
        listed.put("title", one.title());
        listed.put("category", one.category());
        listed.put("openedAt", one.openedAt());
        return listed;
    }

    private record Round(int weighed, int told) {}

    // ---------------------------------------------------------------- its life

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }
}
