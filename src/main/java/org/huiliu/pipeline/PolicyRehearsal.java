package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huiliu.dedup.Evidence;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.PolicyPreview;
import org.huiliu.dedup.Rehearsal;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.RepeatPolicyBook;
import org.huiliu.intake.PastReports;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.crypto.BlindIndex;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Rehearses past reports under other policies, off the event loop and one rehearsal at a time: intake comes first. */
@ApplicationScoped
class PolicyRehearsal implements PolicyPreview {
    private final PastReports past;
    private final RepeatPolicyBook policies;
    private final BlindIndex blind;
    private final AtomicBoolean busy = new AtomicBoolean();

    PolicyRehearsal(PastReports past, RepeatPolicyBook policies, BlindIndex blind) {
        this.past = past;
        this.policies = policies;
        this.blind = blind;
    }

    @Override
    public Uni<Answer> rehearse(Wanted wanted) {
        if (!busy.compareAndSet(false, true)) {
            return Uni.createFrom()
                    .item(new Refused(Problem.of(
                            ProblemType.TOO_MANY, "Another rehearsal is under way: come again when it is done.")));
        }
        return policies.published()
                .flatMap(inForce -> past.read(
                                wanted.from(), wanted.to(), wanted.feed(), wanted.division(), wanted.limit() + 1)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .<Answer>map(reports -> compare(reports, inForce, wanted)))
                .onTermination()
                .invoke(() -> busy.set(false));
    }

    private Report compare(List<PastReports.Past> read, RepeatPolicies inForce, Wanted wanted) {
        boolean more = read.size() > wanted.limit();
        List<PastReports.Past> reports = more ? read.subList(0, wanted.limit()) : read;
        Rehearsal today = new Rehearsal(inForce);
        Rehearsal draft = new Rehearsal(wanted.policies());
        Map<Rehearsal.Outcome, Integer> now = new EnumMap<>(Rehearsal.Outcome.class);
        Map<Rehearsal.Outcome, Integer> then = new EnumMap<>(Rehearsal.Outcome.class);
        Map<String, Integer> changes = new TreeMap<>();
        Map<UUID, Past> seen = new HashMap<>();
        List<Example> examples = new ArrayList<>();
        for (PastReports.Past one : reports) {
            CaseContent content = one.content().get();
            Past told = new Past(one.reportId(), one.caseId(), one.feed(), one.receivedAt(), content.title());
            seen.put(one.reportId(), told);
            if (content.withdrawn()) {
                continue;
            }
            Matter matter = Matter.of(one.feed(), content, one.receivedAt(), blind::of);
            Rehearsal.Step was = today.next(one.reportId(), matter);
            Rehearsal.Step would = draft.next(one.reportId(), matter);
            now.merge(was.outcome(), 1, Integer::sum);
            then.merge(would.outcome(), 1, Integer::sum);
            if (was.outcome() != would.outcome()) {
                changes.merge(was.outcome() + ">" + would.outcome(), 1, Integer::sum);
                if (examples.size() < wanted.examples()) {
                    examples.add(example(told, was, would, seen));
                }
            }
        }
        return new Report(
                reports.size(),
                reports.isEmpty() ? null : reports.get(reports.size() - 1).receivedAt(),
                more,
                inForce.version(),
                now,
                then,
                changes,
                examples);
    }

    private static Example example(Past report, Rehearsal.Step was, Rehearsal.Step would, Map<UUID, Past> seen) {
        // what is gone by the other policies is told by what spoke for it before
        Rehearsal.Step telling = would.other() == null ? was : would;
        UUID other = telling.other();
        return new Example(
                report,
                was.outcome(),
                would.outcome(),
                other == null ? null : seen.get(other),
                evidence(telling.evidence()));
    }

    private static Map<String, Object> evidence(@Nullable Evidence evidence) {
        return evidence == null ? Map.of() : evidence.asMap();
    }
}
