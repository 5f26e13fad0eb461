package org.huiliu.cases.pg;

import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.Basis;
import org.huiliu.model.Case;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.Handling;
import org.huiliu.model.Mark;
import org.huiliu.model.Personal;
import org.huiliu.model.Result;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.jspecify.annotations.Nullable;

/** How a case and an assignment lie in their rows: personal data sealed apart from what can be searched. */
@ApplicationScoped
class CaseRows {
    /** The columns that {@link #caseOf} reads. */
    static final String CASE_COLUMNS =
            "c.id, c.revision, c.state, c.state_before, c.marks, c.feed, c.content::text AS content, "
                    + "c.sealed_content, c.handling::text AS handling, c.result::text AS result, c.sealed_result, c.report_count, c.caller_count, c.opened_at, c.updated_at";

    /** The columns that {@link #assignmentOf} reads. */
    static final String ASSIGNMENT_COLUMNS = "a.id, a.case_id, a.target, a.role, a.state, a.state_before, a.ruleset, "
            + "a.rule, a.reason, a.created_at, a.updated_at";

    private final Sealer sealer;

    CaseRows(Sealer sealer) {
        this.sealer = sealer;
    }

    byte[] sealed(UUID caseId, Personal personal) {
        return sealer.seal(HubJson.write(personal).getBytes(StandardCharsets.UTF_8), context(caseId));
    }

    byte @Nullable [] sealed(UUID caseId, @Nullable Result result) {
        return result == null
                ? null
                : sealer.seal(HubJson.write(result).getBytes(StandardCharsets.UTF_8), resultContext(caseId));
    }

    Case caseOf(Row row) {
        UUID id = row.getUUID("id");
        return new Case(
                id,
                row.getInteger("revision"),
                CaseState.valueOf(row.getString("state")),
                state(row.getString("state_before")),
                marks(row.getArrayOfStrings("marks")),
                row.getString("feed"),
                content(id, row.getString("content"), row.getBuffer("sealed_content")),
                HubJson.read(row.getString("handling"), Handling.class),
                result(id, row.getString("result"), row.getBuffer("sealed_result")),
                row.getInteger("report_count"),
                row.getInteger("caller_count"),
                Clocks.local(row.getOffsetDateTime("opened_at")),
                Clocks.local(row.getOffsetDateTime("updated_at")));
    }

    static Assignment assignmentOf(Row row) {
        String before = row.getString("state_before");
        return new Assignment(
                row.getUUID("id"),
                row.getUUID("case_id"),
                row.getString("target"),
                AssignmentRole.valueOf(row.getString("role")),
                AssignmentState.valueOf(row.getString("state")),
                before == null ? null : AssignmentState.valueOf(before),
                new Basis(row.getInteger("ruleset"), row.getString("rule"), row.getString("reason")),
                Clocks.local(row.getOffsetDateTime("created_at")),
                Clocks.local(row.getOffsetDateTime("updated_at")));
    }

    private CaseContent content(UUID id, String open, Buffer sealed) {
        String personal = new String(sealer.open(sealed.getBytes(), context(id)), StandardCharsets.UTF_8);
        return HubJson.read(open, CaseContent.class).with(HubJson.read(personal, Personal.class));
    }

    private static @Nullable CaseState state(@Nullable String name) {
        return name == null ? null : CaseState.valueOf(name);
    }

    /** In a row from before results were sealed all of it stands in the open part. */
    private @Nullable Result result(UUID id, @Nullable String open, @Nullable Buffer sealed) {
        if (open == null) {
            return null;
        }
        String whole = sealed == null
                ? open
                : new String(sealer.open(sealed.getBytes(), resultContext(id)), StandardCharsets.UTF_8);
        return HubJson.read(whole, Result.class);
    }

    private static Set<Mark> marks(String[] names) {
        List<Mark> marks = Arrays.stream(names).map(Mark::valueOf).toList();
        return marks.isEmpty() ? EnumSet.noneOf(Mark.class) : EnumSet.copyOf(marks);
    }

    private static String context(UUID caseId) {
        return "case/" + caseId;
    }

    private static String resultContext(UUID caseId) {
        return "case_result/" + caseId;
    }
}
