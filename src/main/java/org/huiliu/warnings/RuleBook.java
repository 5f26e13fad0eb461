package org.huiliu.warnings;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.tx.Tx;

/** The rules that operators edit. A changed rule counts for what is weighed from then on. */
public interface RuleBook {

    /**
     * A rule as it stands.
     *
     * @param version grows with every edit; its ETag
     */
    record Entry(WarningRule rule, int version, OffsetDateTime updatedAt) {}

    /** An edit that was written. */
    record Edited(Entry entry, boolean created) {}

    /** The enabled rules, by name. */
    Uni<List<WarningRule>> enabled(Tx tx);

    /** All rules, by name. */
    Uni<List<Entry>> all();

    /** Makes or changes a rule, with an audit row. */
    Uni<WarningAnswer<Edited>> put(WarningRule rule, Precondition seen, String actor);
}
