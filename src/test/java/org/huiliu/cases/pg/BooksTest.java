package org.huiliu.cases.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.TestDatabase;
import org.huiliu.cases.AttachmentBook;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.LinkBook;
import org.huiliu.cases.LinkBook.Kind;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.reviews.pg.Reviews;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BooksTest {
    private static final OffsetDateTime AT = OffsetDateTime.of(2026, 3, 1, 9, 0, 0, 0, Clocks.CHINA);
    private static final String CONTENT = """
            {"domain": "GOV_SERVICE", "appealType": "HELP",
             "category": {"system": "12345", "version": "1", "code": "0102", "path": []}, "urgency": "NORMAL",
             "priority": "P3", "title": "外墙渗水"}
            """;

    private static TestDatabase database;
    private final CaseLedger cases = Ledgers.onPostgres();
    private final LinkBook links = Ledgers.links();
    private final AttachmentBook attachments = Ledgers.attachments();

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void mastersAndMembersAreFoundThroughSeveralSteps() {
        UUID top = opened();
        UUID middle = opened();
        UUID leaf = opened();
        write(merged(leaf, middle), merged(middle, top));

        assertThat(masters(leaf, middle, top)).isEqualTo(Map.of(leaf, top, middle, top));
        assertThat(members(top, middle, leaf)).isEqualTo(Map.of(top, Set.of(middle, leaf), middle, Set.of(leaf)));

        Void undone = database.in(tx -> links.undo(tx, middle, top, Kind.MERGED, AT));
        assertThat(masters(leaf, middle)).isEqualTo(Map.of(leaf, middle));
    }

    @Test
    void aLinkThatWasUndoneCanStandAgain() {
        UUID one = opened();
        UUID other = opened();
        write(merged(one, other));
        Void undone = database.in(tx -> links.undo(tx, one, other, Kind.MERGED, AT));
        assertThat(masters(one)).isEmpty();
        write(merged(one, other));
        assertThat(masters(one)).isEqualTo(Map.of(one, other));
    }

    @Test
    void whatAPersonKeptApartIsApartBothWays() {
        UUID one = opened();
        UUID other = opened();
        write(new LinkBook.Link(one, other, Kind.SEPARATE, Map.of(), "operator:li", AT));
        assertThat(separated(one, other, opened())).isEqualTo(Map.of(one, Set.of(other), other, Set.of(one)));
    }

    @Test
    void aReportIsAttachedOnceAtATimeAndAgainAfterAnUndoing() {
        UUID report = UUID.randomUUID();
        UUID one = opened();
        UUID other = opened();
        attach(report, one);
        attach(report, other);
        assertThat(standing(report)).isEqualTo(one);
        Void undone = database.in(tx -> attachments.undo(tx, List.of(report), "operator:li", AT));
        attach(report, other);
        assertThat(standing(report)).isEqualTo(other);
        assertThat(database.sql("SELECT undone_by FROM attachment WHERE report_id = $1 AND undone_at = $2", report, AT))
                .hasSize(1);
    }

    @Test
    void aQuestionIsNotOpenedTwiceForTheSameTwoCases() {
        ReviewBook reviews = Reviews.onPostgres(database.pool());
        UUID one = opened();
        UUID other = opened();
        ReviewBook.NewReview question = ReviewBook.NewReview.suspected(one, other, Map.of("score", 0.6), AT);
        Void opened = database.in(tx -> reviews.open(tx, List.of(question, question)));
        Void again = database.in(tx -> reviews.open(tx, List.of(question)));
        assertThat(database.sql("SELECT id FROM review WHERE case_id = $1", one))
                .hasSize(1);
    }

    @Test
    void anOlderCaseThatNobodyWasFoundForIsPutToAPersonOnce() throws IOException {
        UUID waiting = opened();
        UUID other = opened();
        var moved = database.sql("UPDATE cases SET state = 'REVIEW' WHERE id = $1", waiting);
        String migration = Files.readString(Path.of("src/main/resources/db/migration/V7__unowned_cases.sql"));
        for (int i = 0; i < 2; i++) {
            var done = database.sql(migration);
        }
        assertThat(database.sql("SELECT kind FROM review WHERE case_id = $1 AND state = 'OPEN'", waiting))
                .extracting(row -> row.getString("kind"))
                .containsExactly("UNOWNED");
        assertThat(database.sql("SELECT 1 FROM review WHERE case_id = $1", other))
                .isEmpty();
    }

    private Map<UUID, UUID> masters(UUID... of) {
        return database.in(tx -> links.masters(tx, List.of(of)));
    }

    private Map<UUID, Set<UUID>> members(UUID... of) {
        return database.in(tx -> links.members(tx, List.of(of)));
    }

    private Map<UUID, Set<UUID>> separated(UUID... of) {
        return database.in(tx -> links.separated(tx, List.of(of)));
    }

    private static LinkBook.Link merged(UUID from, UUID to) {
        return new LinkBook.Link(from, to, Kind.MERGED, Map.of(), "hub", AT);
    }

    private void write(LinkBook.Link... all) {
        Void written = database.in(tx -> links.add(tx, List.of(all)));
    }

    private void attach(UUID report, UUID caseId) {
        Void written = database.in(tx -> attachments.add(
                tx,
                List.of(new AttachmentBook.Attached(
                        report, caseId, null, "SAME_INCIDENT", Map.of("score", 0.9), "hub", AT))));
    }

    private static UUID standing(UUID report) {
        return database.sql("SELECT case_id FROM attachment WHERE report_id = $1 AND undone_at IS NULL", report)
                .get(0)
                .getUUID("case_id");
    }

    private UUID opened() {
        CaseFile file = CaseFile.open(
                Ids.at(AT.toInstant().toEpochMilli()), "12345", HubJson.read(CONTENT, CaseContent.class), Set.of(), AT);
        Void written = database.in(tx -> cases.write(tx, List.of(file)));
        return file.id();
    }
}
