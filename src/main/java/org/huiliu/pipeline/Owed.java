package org.huiliu.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huiliu.cases.CaseFile;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.platform.timer.Timer;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.reviews.ReviewKind;

/** What a transaction's steps leave to be written beside their cases, collected while they are taken; see {@link Owing}. */
final class Owed {
    final List<NewDelivery> deliveries = new ArrayList<>();
    final List<ReviewBook.NewReview> reviews = new ArrayList<>();
    final List<Timer> timers = new ArrayList<>();
    final List<LineNews> news = new ArrayList<>();
    private final Set<UUID> settled = new LinkedHashSet<>();

    /** A case has found its way: nobody is asked any more where it goes, and nothing waits for the answer. */
    void settle(CaseFile file) {
        UUID caseId = file.id();
        if (file.readRevision() > 0) {
            // about one that is opened here nobody can have been asked before
            settled.add(caseId);
        }
        reviews.removeIf(
                one -> one.kind() != ReviewKind.SUSPECTED && one.caseId().equals(caseId));
        timers.removeIf(one -> one.subject().equals(caseId));
    }

    Set<UUID> settled() {
        return settled;
    }

    /** The cases of which the lines hear already. */
    Set<UUID> told() {
        return news.stream().map(LineNews::caseId).collect(Collectors.toSet());
    }

    /** Whether there is something to be sent. */
    boolean sends() {
        return !deliveries.isEmpty() || !news.isEmpty();
    }
}
