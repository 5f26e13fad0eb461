package org.huiliu.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.model.CaseState;
import org.huiliu.model.Mark;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.platform.timer.Timer;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.routing.Rulesets;
import org.jboss.logging.Logger;

/**
 * When nobody has decided in time where an urgent case goes: it goes on as the rules send it without a person, is marked,
 * and the operators are warned. A case that was decided, merged or ended meanwhile is left alone.
 */
@ApplicationScoped
class UrgentTimer implements TimerPath.Handler {
    /** The kind of its timers. */
    static final String KIND = "urgent-review";

    private static final Logger LOG = Logger.getLogger(UrgentTimer.class);
    private static final String HUB = "hub";

    private final ReviewBook reviews;
    private final Rulesets rulesets;
    private final TargetDirectory directory;
    private final CaseLedger cases;
    private final Owing owing;
    private final DeliverPath deliverPath;
    private final MeterRegistry meters;

    UrgentTimer(
            ReviewBook reviews,
            Rulesets rulesets,
            TargetDirectory directory,
            CaseLedger cases,
            Owing owing,
            DeliverPath deliverPath,
            MeterRegistry meters) {
        this.reviews = reviews;
        this.rulesets = rulesets;
        this.directory = directory;
        this.cases = cases;
        this.owing = owing;
        this.deliverPath = deliverPath;
        this.meters = meters;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Runnable> fire(Tx tx, Timer timer, CaseFile file, OffsetDateTime at) {
        return reviews.urgent(tx, file.id())
                .flatMap(open -> open.isEmpty() || file.state() != CaseState.REVIEW
                        ? Uni.createFrom().item(() -> {})
                        : goOn(tx, file, open.get(), at));
    }

    private Uni<Runnable> goOn(Tx tx, CaseFile file, UUID review, OffsetDateTime at) {
        Owed owed = new Owed();
        return rulesets.published(tx)
                .flatMap(rules -> directory.targets(tx).invoke(targets -> {
                    file.step(at);
                    file.mark(Mark.REVIEW_OVERDUE);
                    file.note(CaseEvent.Kind.REVIEW_OVERDUE, HUB, Map.of("reviewId", review.toString()));
                    new Dispatching(rules, targets, owed).goOn(file, HUB);
                }))
                .chain(() -> cases.write(tx, List.of(file)))
                .chain(() -> owing.write(tx, owed, at))
                .replaceWith(() -> warn(file));
    }

    private void warn(CaseFile file) {
        LOG.warnf("case %s: nobody decided in time, it went on by its rule and is %s", file.id(), file.state());
        meters.counter("huiliu.routing.review.timeouts").increment();
        deliverPath.wake();
    }
}
