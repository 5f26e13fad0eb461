package org.huiliu;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.boot.run.PackagedHub;

/** What is to be known about a storm that did not end in one case: the cases, how they came to be, what the pods say. */
final class StormAccount {
    private static final String OF_THE_ESTATE = "(SELECT id FROM cases WHERE description LIKE ?)";

    private final LocalStack stack;
    private final String estate;
    private final StringBuilder told = new StringBuilder();

    private StormAccount(LocalStack stack, String estate) {
        this.stack = stack;
        this.estate = estate;
    }

    static String of(LocalStack stack, List<PackagedHub> hubs, String estate) {
        StormAccount account = new StormAccount(stack, estate);
        account.tables();
        hubs.forEach(account::pod);
        return account.told.toString();
    }

    private void tables() {
        table(
                "cases",
                "SELECT id, state, marks, urgency, priority, report_count, revision, opened_at, updated_at, title,"
                        + " description FROM cases WHERE id IN " + OF_THE_ESTATE + " ORDER BY opened_at");
        table(
                "the reports that opened them, and all that is no plain repeat",
                "SELECT case_id, id, outcome, received_at, version, content->'place'->>'address' AS address,"
                        + " content->>'description' AS description FROM report WHERE case_id IN " + OF_THE_ESTATE
                        + " AND outcome <> 'REPEAT' ORDER BY received_at");
        table(
                "their steps but for attaching",
                "SELECT case_id, xid, at, kind, from_state, to_state, revision, data FROM event WHERE case_id IN "
                        + OF_THE_ESTATE + " AND kind <> 'REPORT_ATTACHED' ORDER BY id");
        table(
                "the first transactions of each, and what they attached",
                "SELECT * FROM (SELECT case_id, xid, min(at) AS first, max(at) AS last, count(*) AS reports,"
                        + " row_number() OVER (PARTITION BY case_id ORDER BY xid) AS turn FROM event"
                        + " WHERE kind IN ('OPENED', 'REPORT_ATTACHED') AND case_id IN " + OF_THE_ESTATE
                        + " GROUP BY case_id, xid) one WHERE turn <= 12 ORDER BY xid");
        table(
                "reviews",
                "SELECT kind, case_id, other_case, state, opened_at, evidence FROM review WHERE case_id IN "
                        + OF_THE_ESTATE);
        table(
                "links",
                "SELECT kind, from_case, to_case, at, undone_at, evidence FROM link WHERE from_case IN "
                        + OF_THE_ESTATE);
        table(
                "deliveries",
                "SELECT case_id, target, kind, state, created_at, updated_at FROM delivery WHERE case_id IN "
                        + OF_THE_ESTATE + " AND kind <> 'ANSWER' ORDER BY created_at");
    }

    private void table(String title, String sql) {
        told.append("-- ").append(title).append('\n');
        try (Connection connection = DriverManager.getConnection(
                        stack.postgres().jdbcUrl(LocalStack.DATABASE),
                        EmbeddedPostgres.USER,
                        EmbeddedPostgres.PASSWORD);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, estate + "%");
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    told.append("   ").append(row(rows)).append('\n');
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String row(ResultSet rows) throws SQLException {
        StringJoiner row = new StringJoiner(" · ");
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.add(rows.getMetaData().getColumnLabel(i) + " " + rows.getString(i));
        }
        return row.toString();
    }

    private void pod(PackagedHub hub) {
        told.append("-- pod ").append(hub.pid()).append('\n');
        List<String> lines = new ArrayList<>();
        hub.log().lines().filter(StormAccount::telling).forEach(lines::add);
        metrics(hub)
                .lines()
                .filter(line -> line.startsWith("huiliu_dedup") || line.startsWith("jvm_gc_pause"))
                .forEach(lines::add);
        lines.forEach(line -> told.append("   ").append(line).append('\n'));
    }

    private static boolean telling(String line) {
        return line.contains(" WARN ") || line.contains(" ERROR ") || line.contains("[org.hui.ded.");
    }

    private static String metrics(PackagedHub hub) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(hub.management("/q/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            return "no metrics: " + e;
        }
    }
}
