package org.huiliu.routing.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.routing.RulesetVersion;
import org.jspecify.annotations.Nullable;

/** How a version of the rules lies in its row. */
final class VersionRows {
    private static final String COLUMNS =
            "version, state, edits, written, note, author, editors, created_at, updated_at, "
                    + "submitted_by, submitted_at, approved_by, approved_at, published_by, published_at";
    static final String HEAD = COLUMNS + ", NULL AS rules, NULL AS catalogue";
    static final String WHOLE = COLUMNS + ", rules::text AS rules, catalogue::text AS catalogue";

    private VersionRows() {}

    static List<RulesetVersion> versions(RowSet<Row> rows) {
        List<RulesetVersion> versions = new ArrayList<>(rows.size());
        for (Row row : rows) {
            versions.add(version(row));
        }
        return versions;
    }

    private static RulesetVersion version(Row row) {
        return new RulesetVersion(
                row.getInteger("version"),
                RulesetVersion.State.valueOf(row.getString("state")),
                row.getInteger("edits"),
                row.getInteger("written"),
                json(row.getString("rules")),
                json(row.getString("catalogue")),
                row.getString("note"),
                row.getString("author"),
                List.of(row.getArrayOfStrings("editors")),
                Clocks.local(row.getOffsetDateTime("created_at")),
                Clocks.local(row.getOffsetDateTime("updated_at")),
                deed(row, "submitted"),
                deed(row, "approved"),
                deed(row, "published"));
    }

    private static RulesetVersion.@Nullable Deed deed(Row row, String what) {
        String by = row.getString(what + "_by");
        OffsetDateTime at = row.getOffsetDateTime(what + "_at");
        return by == null || at == null ? null : new RulesetVersion.Deed(by, Clocks.local(at));
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : HubJson.read(text, JsonNode.class);
    }
}
