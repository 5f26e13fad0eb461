package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseMoves;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatPolicyBook;

/** Lets a case that came to stand by itself be found by what it says, after the commit that made it so. */
@ApplicationScoped
class IndexEntry {
    private final RepeatPolicyBook policies;
    private final RepeatIndex index;
    private final FirstMatters firsts;

    IndexEntry(RepeatPolicyBook policies, RepeatIndex index, FirstMatters firsts) {
        this.policies = policies;
        this.index = index;
        this.firsts = firsts;
    }

    /** Enters the case if it is open; never fails: what is missing in the index is mended when it is rebuilt. */
    Uni<Void> enter(CaseFile file) {
        if (!CaseMoves.open(file.state())) {
            return Uni.createFrom().voidItem();
        }
        Matter matter = firsts.of(file);
        return policies.published()
                .flatMap(published -> new Judge(published).looksFor(matter)
                        ? index.restore(List.of(RepeatIndex.Entry.of(file.id(), matter, published)))
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithNull();
    }
}
