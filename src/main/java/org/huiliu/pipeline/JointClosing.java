package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseMoves;
import org.huiliu.feedback.JointResult;
import org.huiliu.feedback.ReceiptBook;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.CaseState;
import org.huiliu.model.ItemKind;
import org.huiliu.model.Result;
import org.huiliu.partners.Target;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;

/**
 * Closes a joint matter (联办) whose last unit without an answer has been taken out: no further receipt will come that could
 * close it.
 */
@ApplicationScoped
class JointClosing {
    private final ReceiptBook book;
    private final TargetDirectory directory;
    private final ReviewBook reviews;

    JointClosing(ReceiptBook book, TargetDirectory directory, ReviewBook reviews) {
        this.book = book;
        this.directory = directory;
        this.reviews = reviews;
    }

    /** Looks at a case from which units were taken. */
    Uni<Void> heed(Tx tx, CaseFile file, Owed owed, String actor, OffsetDateTime at) {
        if (!answered(file)) {
            return Uni.createFrom().voidItem();
        }
        return book.results(tx, List.of(file.id()))
                .flatMap(results -> directory.targets(tx).invoke(targets -> {
                    Map<String, Result.UnitAnswer> all = results.getOrDefault(file.id(), Map.of());
                    List<Result.UnitAnswer> units = file.openAssignments().stream()
                            .map(one -> all.get(one.target()))
                            .filter(Objects::nonNull)
                            .toList();
                    file.conclude(JointResult.of(units, at, code -> targets.target(code)
                            .map(Target::name)
                            .orElse(code)));
                    file.moveTo(CaseState.RESOLVED, actor, Map.of());
                    owed.news.add(new LineNews(
                            file.id(),
                            file.now().revision(),
                            LineNews.Answer.RESULT,
                            file.state(),
                            at,
                            file.now().handling().hostUnit(),
                            null,
                            file.now().result()));
                }))
                .chain(() -> reviews.lapse(tx, List.of(file.id()), at));
    }

    private static boolean answered(CaseFile file) {
        List<Assignment> open = file.openAssignments();
        return file.now().handling().itemKind() == ItemKind.JOINT
                && CaseMoves.legal(file.state(), CaseState.RESOLVED)
                && open.stream().anyMatch(one -> one.role() == AssignmentRole.HOST)
                && open.stream().allMatch(one -> one.state() == AssignmentState.RESOLVED);
    }
}
