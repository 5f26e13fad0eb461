package org.huiliu.reviews.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.model.AppealType;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Category;
import org.huiliu.model.Domain;
import org.huiliu.model.Mark;
import org.huiliu.model.Place;
import org.huiliu.model.Priority;
import org.huiliu.model.Privacy;
import org.huiliu.model.Times;
import org.huiliu.model.Urgency;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.reviews.ReviewBook.NewReview;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Two operators at one queue: each in a division of its own per test, so that no test sees another's reviews. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class ReviewHoldsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final OffsetDateTime AT = OffsetDateTime.parse("2026-01-05T09:00:00+08:00");
    private static final AtomicInteger DIVISIONS = new AtomicInteger(990_100);

    private String division = "";

    @Inject
    Pool pool;

    @Inject
    CaseLedger ledger;

    @Inject
    ReviewBook reviews;

    @BeforeEach
    void newDivision() {
        division = String.valueOf(DIVISIONS.incrementAndGet());
    }

    @Test
    void theMostPressingComesFirst() {
        UUID later = ask(suspected(AT.plusMinutes(1)));
        UUID earlier = ask(suspected(AT));
        UUID unowned = ask(NewReview.unowned(open(), Map.of(), AT.plusHours(1)));
        UUID relaxed = ask(urgent(AT.plusHours(3)));
        UUID due = ask(urgent(AT.plusHours(2)));

        List<UUID> given = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            given.add(id(next("li", "{\"skip\":" + quoted(given) + "}")));
        }

        assertThat(given).containsExactly(due, relaxed, unowned, earlier, later);
        assertThat(next("li", "{\"skip\":" + quoted(given) + "}").statusCode()).isEqualTo(204);
        assertThat(next("wang", "{}").statusCode()).isEqualTo(204);
    }

    @Test
    void onlyTheKindsThatAreWantedAreGiven() {
        UUID suspected = ask(suspected(AT));
        UUID urgent = ask(urgent(AT));

        assertThat(id(next("li", "{\"kinds\":[\"SUSPECTED\"]}"))).isEqualTo(suspected);
        assertThat(next("wang", "{\"kinds\":[\"SUSPECTED\",\"UNOWNED\"]}").statusCode())
                .isEqualTo(204);
        assertThat(id(next("wang", "{\"kinds\":[\"URGENT\"]}"))).isEqualTo(urgent);
        assertThat(next("wang", "{\"kinds\":[\"OTHER\"]}").statusCode()).isIn(400, 422);
    }

    /** The queue is emptied by many hands at once: each review is one operator's, and none is left. */
    @RepeatedTest(20)
    void twoOperatorsNeverGetTheSame() {
        Set<UUID> asked = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
            asked.add(ask(suspected(AT.plusSeconds(i))));
        }
        ExecutorService hands = Executors.newFixedThreadPool(8);
        List<List<UUID>> taken;
        try {
            taken = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> takeAll(i % 2 == 0 ? "li" : "wang"), hands))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            hands.shutdownNow();
        }
        Set<UUID> li = new TreeSet<>();
        Set<UUID> wang = new TreeSet<>();
        for (int i = 0; i < taken.size(); i++) {
            (i % 2 == 0 ? li : wang).addAll(taken.get(i));
        }
        assertThat(li).doesNotContainAnyElementsOf(wang);
        li.addAll(wang);
        assertThat(li).isEqualTo(asked);
    }

    private List<UUID> takeAll(String name) {
        List<UUID> mine = new ArrayList<>();
        Response answer = next(name, "{}");
        while (answer.statusCode() == 200) {
            assertThat(answer.<String>path("holder")).isEqualTo("operator:" + name);
            mine.add(id(answer));
            answer = next(name, "{\"skip\":" + quoted(mine) + "}");
        }
        assertThat(answer.statusCode()).isEqualTo(204);
        return mine;
    }

    @Test
    void whoHoldsItIsToldToTheOthers() {
        UUID review = ask(suspected(AT));
        Response mine = hold("li", review);
        assertThat(mine.statusCode()).as(mine.asString()).isEqualTo(200);
        assertThat(OffsetDateTime.parse(mine.path("heldUntil")))
                .isBetween(
                        OffsetDateTime.now().plusMinutes(4),
                        OffsetDateTime.now().plusMinutes(6));
        assertThat(hold("li", review).statusCode()).isEqualTo(200);

        Response refused = hold("wang", review);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.<String>path("detail")).contains("operator:li");
        Response listed = operator("wang").get("/v1/reviews?state=OPEN");
        assertThat(listed.<String>path("items[0].holder")).isEqualTo("operator:li");
        assertThat(listed.<String>path("items[0].heldUntil")).isNotNull();

        Response decision = decide("wang", review, "SEPARATE");
        assertThat(decision.statusCode()).isEqualTo(409);
        assertThat(decision.<String>path("detail")).contains("held by operator:li");
        assertThat(decide("li", review, "SEPARATE").statusCode()).isEqualTo(200);
        assertThat(hold("wang", review).<String>path("detail")).contains("decided by operator:li");
        assertThat(operator("wang").get("/v1/reviews/" + review).<String>path("holder"))
                .isNull();
    }

    @Test
    void whatIsGivenBackOrRunsOutIsForAnyone() {
        UUID review = ask(suspected(AT));
        assertThat(hold("li", review).statusCode()).isEqualTo(200);
        assertThat(release("wang", review)).isEqualTo(204);
        assertThat(next("wang", "{}").statusCode()).isEqualTo(204);

        assertThat(release("li", review)).isEqualTo(204);
        assertThat(id(next("wang", "{}"))).isEqualTo(review);

        sql("UPDATE review SET held_until = now() WHERE id = $1", review);
        assertThat(operator("li").get("/v1/reviews/" + review).<String>path("holder"))
                .isNull();
        assertThat(id(next("li", "{}"))).isEqualTo(review);
        assertThat(hold("wang", review).statusCode()).isEqualTo(409);

        sql("UPDATE review SET held_until = now() WHERE id = $1", review);
        assertThat(decide("wang", review, "SEPARATE").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyIsGivenWhatIsOutsideTheirDivision() {
        UUID review = ask(suspected(AT));
        String here = division;
        newDivision();

        assertThat(next("li", "{}").statusCode()).isEqualTo(204);
        assertThat(hold("li", review).statusCode()).isEqualTo(404);
        assertThat(operator("li").get("/v1/reviews/counts").<List<Integer>>path("items.open"))
                .containsOnly(0);
        division = here;
        assertThat(operator("li").get("/v1/reviews/" + review).<String>path("holder"))
                .isNull();
        assertThat(id(next("li", "{}"))).isEqualTo(review);
    }

    @Test
    void whatIsOpenIsCountedByKind() {
        UUID first = ask(suspected(AT));
        UUID second = ask(suspected(AT.plusHours(1)));
        UUID late = ask(urgent(AT));
        UUID soon = ask(urgent(OffsetDateTime.now().plusHours(1)));
        assertThat(hold("wang", second).statusCode()).isEqualTo(200);
        assertThat(hold("li", late).statusCode()).isEqualTo(200);

        Response counts = operator("li").get("/v1/reviews/counts");

        assertThat(counts.<List<String>>path("items.kind")).containsExactly("SUSPECTED", "URGENT", "UNOWNED");
        assertThat(counts.<List<Integer>>path("items.open")).containsExactly(2, 2, 0);
        assertThat(counts.<List<Integer>>path("items.held")).containsExactly(1, 0, 0);
        assertThat(counts.<List<Integer>>path("items.overdue")).containsExactly(0, 1, 0);
        assertThat(counts.<String>path("items[0].oldest")).isEqualTo("2026-01-05T09:00:00+08:00");
        assertThat(counts.<String>path("items[1].nextDue")).isEqualTo("2026-01-05T09:00:00+08:00");
        assertThat(List.of(first, soon)).doesNotContain(second, late);
    }

    @Test
    void tooMuchPutAsideIsRefused() {
        List<UUID> many =
                IntStream.range(0, 501).mapToObj(i -> UUID.randomUUID()).toList();
        Response refused = next("li", "{\"skip\":" + quoted(many) + "}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<List<String>>path("faults.pointer")).containsExactly("/skip");
    }

    @Test
    void casesAreListedByMark() {
        UUID plain = open();
        UUID unmapped = open(Set.of(Mark.UNMAPPED_CODE));
        UUID both = open(Set.of(Mark.UNMAPPED_CODE, Mark.NO_DIVISION));

        assertThat(operator("li").get("/v1/cases?mark=UNMAPPED_CODE").<List<String>>path("items.caseId"))
                .containsExactlyInAnyOrder(unmapped.toString(), both.toString());
        assertThat(operator("li").get("/v1/cases?mark=NO_DIVISION").<List<String>>path("items.caseId"))
                .containsExactly(both.toString());
        assertThat(operator("li").get("/v1/cases").<List<String>>path("items.caseId"))
                .contains(plain.toString());
        assertThat(operator("li").get("/v1/cases?mark=NONE").<List<String>>path("faults.pointer"))
                .containsExactly("/mark");
        newDivision();
        assertThat(operator("li").get("/v1/cases?mark=UNMAPPED_CODE").<List<String>>path("items"))
                .isEmpty();
    }

    // ------------------------------------------------------------ small parts

    private NewReview suspected(OffsetDateTime at) {
        return NewReview.suspected(open(), open(), Map.of("score", 0.6), at);
    }

    private NewReview urgent(OffsetDateTime due) {
        return NewReview.urgent(open(), Map.of(), due, Map.of(), AT);
    }

    private UUID ask(NewReview question) {
        Void opened =
                Tx.run(pool, tx -> reviews.open(tx, List.of(question))).await().atMost(PATIENCE);
        return pool.preparedQuery("SELECT id FROM review WHERE case_id = $1 AND state = 'OPEN'")
                .execute(Tuple.of(question.caseId()))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getUUID("id");
    }

    private Response next(String name, String body) {
        return operator(name).body(body).post("/v1/reviews/next");
    }

    private Response hold(String name, UUID review) {
        return operator(name).post("/v1/reviews/" + review + "/hold");
    }

    private int release(String name, UUID review) {
        return operator(name).delete("/v1/reviews/" + review + "/hold").statusCode();
    }

    private Response decide(String name, UUID review, String decision) {
        return operator(name)
                .body("{\"decision\":\"" + decision + "\",\"reason\":\"两处\"}")
                .post("/v1/reviews/" + review + "/decision");
    }

    private RequestSpecification operator(String name) {
        String token = TestTokens.with(
                Map.of("roles", List.of("triage"), "division", division, "preferred_username", name, "sub", name));
        return given().auth().oauth2(token).contentType("application/json");
    }

    private static UUID id(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return UUID.fromString(answer.path("reviewId"));
    }

    private static String quoted(List<UUID> ids) {
        return ids.stream().map(one -> "\"" + one + "\"").toList().toString();
    }

    private void sql(String text, UUID id) {
        var done = pool.preparedQuery(text).execute(Tuple.of(id)).await().atMost(PATIENCE);
    }

    private UUID open() {
        return open(Set.of());
    }

    private UUID open(Set<Mark> marks) {
        UUID id = Ids.at(System.currentTimeMillis());
        CaseFile file = CaseFile.open(id, "holds-test", content(division), marks, AT);
        var written =
                Tx.run(pool, tx -> ledger.write(tx, List.of(file))).await().atMost(PATIENCE);
        return id;
    }

    private static CaseContent content(String division) {
        return new CaseContent(
                Domain.GOV_SERVICE,
                AppealType.COMPLAINT,
                new Category("huiliu", "1", "101", "噪音", List.of()),
                null,
                List.of(),
                Urgency.NORMAL,
                Priority.P3,
                Set.of(),
                Times.UNKNOWN,
                new Place("某路1号", null, division, Place.ResolvedBy.CODE, null, null, null, null, null),
                List.of(),
                "某路停水",
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                new Privacy(Privacy.Level.INTERNAL, null),
                List.of(),
                "PHONE",
                "REC-1",
                false,
                false,
                List.of());
    }
}
