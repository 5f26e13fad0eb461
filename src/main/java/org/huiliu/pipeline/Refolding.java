package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.cases.Absorption;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.LinkBook;
import org.huiliu.intake.ReportLedger;
import org.huiliu.intake.StandingRecord;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.tx.Tx;

/**
 * Makes a case's content and counts anew from what is left in it: its own records in their newest versions, the first
 * one leading, and the cases that are still merged into it. What a record said in an older version and has taken back
 * since is gone by that.
 */
@ApplicationScoped
class Refolding {
    private final ReportLedger reports;
    private final CaseLedger cases;
    private final LinkBook links;
    private final ManyCallers manyCallers;

    Refolding(ReportLedger reports, CaseLedger cases, LinkBook links, ManyCallers manyCallers) {
        this.reports = reports;
        this.cases = cases;
        this.links = links;
        this.manyCallers = manyCallers;
    }

    /** Refolds locked cases of which each is merged into the next. */
    Uni<Void> refold(Tx tx, List<CaseFile> upwards) {
        Uni<Void> done = Uni.createFrom().voidItem();
        Map<UUID, CaseFile> known = new HashMap<>();
        for (CaseFile file : upwards) {
            known.put(file.id(), file);
            done = done.chain(() -> refold(tx, file, known));
        }
        return done;
    }

    private Uni<Void> refold(Tx tx, CaseFile file, Map<UUID, CaseFile> known) {
        List<UUID> id = List.of(file.id());
        return links.into(tx, id).flatMap(direct -> {
            List<UUID> members = direct.stream().map(LinkBook.Link::from).toList();
            return cases.read(tx, members)
                    .map(read -> members.stream()
                            .map(member -> known.getOrDefault(member, read.get(member)))
                            .toList())
                    .flatMap(merged -> reports.standing(tx, id)
                            .map(standing -> standing.getOrDefault(file.id(), List.of()))
                            .flatMap(own -> links.members(tx, id)
                                    .flatMap(all -> recount(tx, file, all.getOrDefault(file.id(), Set.of())))
                                    .invoke(callers -> take(file, own, merged, callers))))
                    .chain(() -> manyCallers.heed(file));
        });
    }

    private Uni<Integer> recount(Tx tx, CaseFile file, Set<UUID> members) {
        Set<UUID> all = new HashSet<>(members);
        all.add(file.id());
        return cases.recount(tx, file.id(), all);
    }

    private static void take(CaseFile file, List<StandingRecord> own, List<CaseFile> merged, int callers) {
        List<CaseContent> contents = new ArrayList<>();
        own.forEach(record -> contents.add(record.content()));
        merged.forEach(member -> contents.add(member.now().content()));
        if (!contents.isEmpty()) {
            file.replace(folded(contents));
        }
        int reports = own.size()
                + merged.stream().mapToInt(one -> one.now().reportCount()).sum();
        file.count(Math.max(1, reports), callers);
    }

    /** What is withdrawn adds nothing; when all of it is, the first says so. */
    static CaseContent folded(List<CaseContent> contents) {
        return contents.stream()
                .filter(content -> !content.withdrawn())
                .reduce(Absorption::of)
                .orElse(contents.get(0));
    }
}
