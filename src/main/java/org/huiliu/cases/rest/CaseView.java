package org.huiliu.cases.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.cases.CaseLink;
import org.huiliu.cases.Mask;
import org.huiliu.model.Case;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.Handling;
import org.huiliu.model.Mark;
import org.huiliu.model.Result;
import org.jspecify.annotations.Nullable;

/** A case as it is read, in the published form {@code contracts/case/v1/case.schema.json}. */
@RegisterForReflection(
        targets = {CaseView.class, Handling.class, Result.class, Result.Code.class, Result.UnitAnswer.class})
@Schema(name = "Case", description = "One matter, in the form of /contracts/case/v1/case.schema.json.")
record CaseView(
        UUID caseId,
        String schemaVersion,
        int revision,
        CaseState state,
        Set<Mark> marks,
        String feed,
        CaseContent content,
        Handling handling,
        @Nullable Result result,
        int reportCount,
        int callerCount,
        List<CaseLink> links,

        @Schema(description = "How many reviews of the case wait for a person; for operators.") @Nullable
        Integer openReviews,

        OffsetDateTime openedAt,
        OffsetDateTime updatedAt) {

    private static final String SCHEMA_VERSION = "1";

    static CaseView of(Case one, Mask mask, List<CaseLink> links, @Nullable Integer openReviews) {
        return new CaseView(
                one.id(),
                SCHEMA_VERSION,
                one.revision(),
                one.state(),
                one.marks(),
                one.feed(),
                mask.applied(one.content()),
                one.handling(),
                one.result(),
                one.reportCount(),
                one.callerCount(),
                links,
                openReviews,
                one.openedAt(),
                one.updatedAt());
    }
}
