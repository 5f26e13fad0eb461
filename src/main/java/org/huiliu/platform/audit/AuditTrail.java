package org.huiliu.platform.audit;

import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.util.List;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** Writes down what a person did, in the transaction that does it. */
public final class AuditTrail {
    private static final Rows<Entry> ROWS = Rows.<Entry>into("audit")
            .time("at", Entry::at)
            .text("actor", Entry::actor)
            .text("action", Entry::action)
            .text("subject", Entry::subject)
            .json("before", entry -> json(entry.before))
            .json("after", entry -> json(entry.after))
            .text("reason", Entry::reason);

    private AuditTrail() {}

    /**
     * Something that a person did.
     *
     * @param action what, for example {@code case.merge}
     * @param subject to what, for example {@code case/<id>}
     * @param before as it was, no personal data
     * @param after as it is now, no personal data
     */
    public record Entry(
            OffsetDateTime at,
            String actor,
            String action,
            String subject,
            @Nullable Object before,
            @Nullable Object after,
            @Nullable String reason) {}

    /** Adds an entry. */
    public static Uni<Void> add(Tx tx, Entry entry) {
        return ROWS.insert(tx, List.of(entry));
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : HubJson.write(value);
    }
}
