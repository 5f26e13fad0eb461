package org.huiliu.reviews.pg;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;

@ApplicationScoped
class PgReviewBook implements ReviewBook {
    private static final String OPEN_ALREADY =
            "ON CONFLICT (kind, case_id, other_case) WHERE state = 'OPEN' DO NOTHING";

    private static final Rows<NewReview> NEW = Rows.<NewReview>into("review")
            .uuid("id", one -> Ids.at(one.at().toInstant().toEpochMilli()))
            .text("kind", one -> one.kind().name())
            .uuid("case_id", NewReview::caseId)
            .uuid("other_case", NewReview::otherCase)
            .json("evidence", one -> HubJson.write(one.evidence()))
            .text("state", one -> "OPEN")
            .time("opened_at", NewReview::at);

    @Override
    public Uni<Void> open(Tx tx, List<NewReview> reviews) {
        return NEW.insert(tx, reviews, OPEN_ALREADY);
    }
}
