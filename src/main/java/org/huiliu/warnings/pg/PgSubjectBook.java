package org.huiliu.warnings.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.huiliu.platform.tx.Rows;
import org.huiliu.platform.tx.Tx;
import org.huiliu.warnings.Sighting;
import org.huiliu.warnings.Subject;
import org.huiliu.warnings.SubjectBook;
import org.huiliu.warnings.SubjectCase;

@ApplicationScoped
class PgSubjectBook implements SubjectBook {
    private static final Rows<Sighting> SIGHTINGS = Rows.<Sighting>into("case_subject")
            .uuid("case_id", Sighting::caseId)
            .text("kind", one -> one.subject().kind().name())
            .text("name", one -> one.subject().name())
            .text("said", Sighting::said)
            .text("area", one -> one.subject().area())
            .time("at", Sighting::at);

    private static final String FRESH =
            "SELECT case_id, kind, name, said, area, at FROM case_subject WHERE NOT weighed ORDER BY case_id LIMIT $1";

    private static final String FREE = """
            SELECT r.kind, r.name, r.area, f.case_id, f.said, f.at, f.category, f.division
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
              AS r(kind, name, area, earliest, latest)
            CROSS JOIN LATERAL (
              SELECT s.case_id, s.said, s.at, c.category, c.division
              FROM case_subject s JOIN cases c ON c.id = s.case_id
              WHERE s.kind = r.kind AND s.name = r.name AND s.area = r.area AND s.at BETWEEN r.earliest AND r.latest
                AND %s
                AND NOT EXISTS (SELECT FROM warning_case wc JOIN warning w ON w.id = wc.warning_id
                                WHERE wc.case_id = s.case_id AND w.kind = s.kind AND w.name = s.name AND w.area = s.area)
              ORDER BY s.at DESC, s.case_id DESC
              LIMIT $6) f
            """.formatted(PgWarningBook.STANDS);

    private static final String WEIGHED = "UPDATE case_subject s SET weighed = true "
            + "FROM unnest($1::uuid[], $2::text[], $3::text[]) AS r(case_id, kind, name) "
            + "WHERE s.case_id = r.case_id AND s.kind = r.kind AND s.name = r.name";

    @Override
    public Uni<Void> add(Tx tx, List<Sighting> sightings) {
        return SIGHTINGS.insert(tx, sightings, "ON CONFLICT DO NOTHING");
    }

    @Override
    public Uni<List<Sighting>> fresh(Tx tx, int most) {
        return tx.execute(FRESH, Tuple.of(most)).map(rows -> {
            List<Sighting> fresh = new ArrayList<>();
            for (Row row : rows) {
                fresh.add(new Sighting(
                        row.getUUID("case_id"), subject(row), row.getString("said"), row.getOffsetDateTime("at")));
            }
            return fresh;
        });
    }

    @Override
    public Uni<Map<Subject, List<SubjectCase>>> free(Tx tx, Collection<Reach> reaches, int mostEach) {
        Tuple parameters = Tuple.tuple()
                .addValue(texts(
                        reaches.stream().map(one -> one.subject().kind().name()).toList()))
                .addValue(
                        texts(reaches.stream().map(one -> one.subject().name()).toList()))
                .addValue(
                        texts(reaches.stream().map(one -> one.subject().area()).toList()))
                .addValue(reaches.stream().map(Reach::from).toArray(OffsetDateTime[]::new))
                .addValue(reaches.stream().map(Reach::to).toArray(OffsetDateTime[]::new))
                .addValue(mostEach);
        return tx.execute(FREE, parameters).map(rows -> {
            Map<Subject, List<SubjectCase>> free = new HashMap<>();
            for (Row row : rows) {
                SubjectCase one = new SubjectCase(
                        row.getUUID("case_id"),
                        row.getString("said"),
                        row.getOffsetDateTime("at"),
                        row.getString("category"),
                        row.getString("division"));
                free.computeIfAbsent(subject(row), none -> new ArrayList<>()).add(one);
            }
            return free;
        });
    }

    @Override
    public Uni<Void> weighed(Tx tx, List<Sighting> sightings) {
        return tx.execute(
                        WEIGHED,
                        Tuple.of(
                                sightings.stream().map(Sighting::caseId).toArray(UUID[]::new),
                                texts(sightings.stream()
                                        .map(one -> one.subject().kind().name())
                                        .toList()),
                                texts(sightings.stream()
                                        .map(one -> one.subject().name())
                                        .toList())))
                .replaceWithVoid();
    }

    static Subject subject(Row row) {
        return new Subject(Subject.Kind.valueOf(row.getString("kind")), row.getString("name"), row.getString("area"));
    }

    private static String[] texts(List<String> values) {
        return values.toArray(String[]::new);
    }
}
