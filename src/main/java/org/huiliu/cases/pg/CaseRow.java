package org.huiliu.cases.pg;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.SearchText;
import org.huiliu.model.Case;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/**
 * A case on its way into its row.
 *
 * @param readRevision the revision it was read with, 0 for a new case
 * @param open its content as JSON without personal data
 * @param sealed its personal data
 * @param sealedResult its result with the units' own words; absent without one
 */
record CaseRow(Case now, int readRevision, String open, byte[] sealed, byte @Nullable [] sealedResult) {
    private static final Rows<CaseRow> INSERTED = columns();
    private static final Rows<CaseRow> REVISED = columns().integer("read_revision", CaseRow::readRevision);
    private static final List<String> MAY_CHANGE = List.of(
            "revision",
            "state",
            "state_before",
            "marks",
            "domain",
            "appeal_type",
            "category",
            "urgency",
            "priority",
            "flags",
            "division",
            "title",
            "description",
            "privacy",
            "content",
            "sealed_content",
            "handling",
            "result",
            "sealed_result",
            "report_count",
            "caller_count",
            "search",
            "reported_at",
            "updated_at");

    static CaseRow of(CaseFile file, CaseRows rows) {
        Case now = file.now();
        return new CaseRow(
                now,
                file.readRevision(),
                HubJson.write(now.content().open()),
                rows.sealed(now.id(), now.content().personal()),
                rows.sealed(now.id(), now.result()));
    }

    static Uni<Void> insert(Tx tx, List<CaseRow> rows) {
        return INSERTED.insert(tx, rows);
    }

    /** Compare-and-set on the revision that each case was read with; gives how many were still as read. */
    static Uni<Integer> revise(Tx tx, List<CaseRow> rows) {
        return REVISED.update(tx, rows, "t.id = r.id AND t.revision = r.read_revision", MAY_CHANGE);
    }

    private static Rows<CaseRow> columns() {
        return Rows.<CaseRow>into("cases")
                .uuid("id", row -> row.now.id())
                .integer("revision", row -> row.now.revision())
                .text("state", row -> row.now.state().name())
                .text("state_before", row -> name(row.now.stateBefore()))
                .texts("marks", row -> names(row.now.marks()))
                .text("feed", row -> row.now.feed())
                .text("domain", row -> row.now.content().domain().name())
                .text("appeal_type", row -> row.now.content().appealType().name())
                .text("category", row -> row.now.content().category().code())
                .text("urgency", row -> row.now.content().urgency().name())
                .text("priority", row -> row.now.content().priority().name())
                .texts("flags", row -> names(row.now.content().flags()))
                .text("division", row -> row.now.content().place().division())
                .text("title", row -> row.now.content().title())
                .text("description", row -> row.now.content().description())
                .text("privacy", row -> row.now.content().privacy().level().name())
                .json("content", CaseRow::open)
                .bytes("sealed_content", CaseRow::sealed)
                .json("handling", row -> HubJson.write(row.now.handling()))
                .json(
                        "result",
                        row -> row.now.result() == null
                                ? null
                                : HubJson.write(row.now.result().open()))
                .bytes("sealed_result", CaseRow::sealedResult)
                .integer("report_count", row -> row.now.reportCount())
                .integer("caller_count", row -> row.now.callerCount())
                .tokens("search", CaseRow::searchTokens)
                .time("reported_at", row -> row.now.content().times().reportedAt())
                .time("opened_at", row -> row.now.openedAt())
                .time("updated_at", row -> row.now.updatedAt());
    }

    private static List<String> searchTokens(CaseRow row) {
        String description = row.now.content().description();
        return SearchText.tokens(row.now.content().title() + "\n" + (description == null ? "" : description));
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    private static List<String> names(Set<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).toList();
    }
}
