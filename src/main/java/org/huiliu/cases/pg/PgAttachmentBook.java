package org.huiliu.cases.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.huiliu.cases.AttachmentBook;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;

@ApplicationScoped
class PgAttachmentBook implements AttachmentBook {
    private static final String STANDING = "ON CONFLICT (report_id) WHERE undone_at IS NULL DO NOTHING";
    private static final String UNDO =
            "UPDATE attachment SET undone_at = $3, undone_by = $2 WHERE report_id = ANY($1) AND undone_at IS NULL";

    private static final Rows<Attached> ROWS = Rows.<Attached>into("attachment")
            .uuid("id", one -> Ids.at(one.at().toInstant().toEpochMilli()))
            .uuid("report_id", Attached::reportId)
            .uuid("case_id", Attached::caseId)
            .uuid("repeat_of", Attached::repeatOf)
            .text("layer", Attached::layer)
            .json("evidence", one -> HubJson.write(one.evidence()))
            .text("decided_by", Attached::decidedBy)
            .time("at", Attached::at);

    @Override
    public Uni<Void> add(Tx tx, List<Attached> attachments) {
        return ROWS.insert(tx, attachments, STANDING);
    }

    @Override
    public Uni<Void> undo(Tx tx, Collection<UUID> reportIds, String actor, OffsetDateTime at) {
        return tx.execute(UNDO, Tuple.of(reportIds.toArray(UUID[]::new), actor, at))
                .replaceWithVoid();
    }
}
