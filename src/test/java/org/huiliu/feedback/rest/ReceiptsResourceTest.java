package org.huiliu.feedback.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The call as a unit makes it: tokens, shapes and refusals. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class ReceiptsResourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CONTENT = """
            {"domain": "GOV_SERVICE", "appealType": "HELP",
             "category": {"system": "12345", "version": "1", "code": "0102", "path": []},
             "urgency": "NORMAL", "priority": "P3", "title": "外墙渗水"}
            """;

    @Inject
    Pool pool;

    @Inject
    CaseLedger cases;

    @Inject
    DeliveryQueue queue;

    @Inject
    Clock clock;

    private UUID caseId = new UUID(0, 0);
    private UUID deliveryId = new UUID(0, 0);

    @BeforeEach
    void dispatch() {
        OffsetDateTime at = OffsetDateTime.now(clock);
        CaseFile file =
                CaseFile.open(Ids.at(clock.millis()), "12345", HubJson.read(CONTENT, CaseContent.class), Set.of(), at);
        Basis basis = new Basis(1, "default", "兜底");
        file.moveTo(CaseState.ACCEPTED, "hub", Map.of());
        Assignment given = file.assign(Ids.at(clock.millis()), "municipal", AssignmentRole.HOST, basis);
        file.moveTo(CaseState.DISPATCHED, "hub", Map.of());
        caseId = file.id();
        deliveryId = Ids.at(clock.millis());
        NewDelivery delivery =
                new NewDelivery(deliveryId, caseId, "municipal", given.id(), DeliveryKind.CREATE, 1, basis, Map.of());
        Void written = Tx.run(
                        pool, tx -> cases.write(tx, List.of(file)).chain(() -> queue.add(tx, List.of(delivery), at)))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void aUnitSignsReportsAndResolvesBeforeItsDeliveryIsEvenMarkedDelivered() {
        var signed = post("target-municipal", receipt("1", "SIGNED", ""))
                .statusCode(200)
                .body("caseState", equalTo("SIGNED"))
                .body("assignmentState", equalTo("SIGNED"));
        var progress = post("target-municipal", receipt("2", "PROGRESS", ", \"text\": \"已派员\""))
                .statusCode(200)
                .body("caseState", equalTo("IN_PROGRESS"));
        var resolved = post("target-municipal", receipt("3", "RESOLVED", ", \"result\": {\"outcome\": \"SOLVED\"}"))
                .statusCode(200)
                .body("caseState", equalTo("RESOLVED"));
        var late = post("target-municipal", receipt("4", "SIGNED", ""))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:huiliu:problem:illegal-move"))
                .body("allowed", contains("IN_PROGRESS"));
        var again = post("target-municipal", receipt("1", "SIGNED", ""))
                .statusCode(200)
                .body("caseState", equalTo("SIGNED"));
        var other = post("target-municipal", receipt("1", "PROGRESS", ""))
                .statusCode(422)
                .body("type", equalTo("urn:huiliu:problem:idempotency-key-reused"));
    }

    @Test
    void nobodyElseMayAnswer() {
        var foreign = post("target-district", receipt("1", "SIGNED", "")).statusCode(404);
        var partner = post("partner-gulou", receipt("1", "SIGNED", "")).statusCode(403);
        var feed = post("feed-110", receipt("1", "SIGNED", "")).statusCode(403);
        var nobody = given().contentType(ContentType.JSON)
                .body(receipt("1", "SIGNED", ""))
                .post("/v1/cases/" + caseId + "/receipts")
                .then()
                .statusCode(401);
        var noCase = given().auth()
                .oauth2(TestTokens.of("target-municipal"))
                .contentType(ContentType.JSON)
                .body(receipt("1", "SIGNED", ""))
                .post("/v1/cases/none/receipts")
                .then()
                .statusCode(404);
    }

    @Test
    void aReceiptOfTheFutureOrOfAnotherAgeIsRefused() {
        for (String at :
                List.of("2099-01-01T00:00:00+08:00", "+999999999-12-31T23:59:59+00:00", "0001-01-01T00:00:00Z")) {
            var refused = post("target-municipal", receipt("1", "SIGNED", ", \"at\": \"" + at + "\""))
                    .statusCode(422)
                    .body("faults.pointer", contains("/at"));
        }
    }

    @Test
    void everyFaultHasItsSpot() {
        var unknown = post("target-municipal", receipt("1", "SIGNED", ", \"caseState\": \"ARCHIVED\""))
                .statusCode(422)
                .body("faults.pointer", contains("/caseState"));
        var empty = post("target-municipal", "{}")
                .statusCode(422)
                .body("faults.pointer", hasItems("/deliveryId", "/receiptId", "/kind"));
        var noResult = post("target-municipal", receipt("1", "RESOLVED", ""))
                .statusCode(422)
                .body("faults.pointer", contains("/result"));
        var noReason = post("target-municipal", receipt("1", "RETURN_REQUESTED", ""))
                .statusCode(422)
                .body("faults.pointer", contains("/text"));
        var noOutcome = post(
                        "target-municipal", receipt("1", "RESOLVED", ", \"result\": {\"code\": {\"system\": \"s\"}}"))
                .statusCode(422)
                .body("faults.pointer", contains("/result/outcome", "/result/code/code"));
        var wrongKind = post("target-municipal", receipt("1", "ARCHIVED", ""))
                .statusCode(422)
                .body("faults[0].pointer", equalTo("/kind"));
        var nul = post("target-municipal", receipt("1", "PROGRESS", ", \"text\": \"a\\u0000b\""))
                .statusCode(422)
                .body("faults.pointer", contains("/text"));
        var broken = post("target-municipal", "{").statusCode(400);
    }

    @Test
    void unitsThatHangUpLeaveNothingHalfDone() throws IOException {
        String token = TestTokens.of("target-municipal");
        for (int i = 0; i < 100; i++) {
            hangUp(token, receipt("p" + i, "PROGRESS", ", \"text\": \"进展\""));
        }
        Eventually.holds("all written", () -> count("SELECT count(*) FROM receipt WHERE case_id = $1") == 100);
        assertThat(count("SELECT count(*) FROM event WHERE case_id = $1 AND kind = 'PROGRESS'"))
                .isEqualTo(100);
        var alive = post("target-municipal", receipt("last", "PROGRESS", "")).statusCode(200);
        assertThat(count("SELECT revision FROM cases WHERE id = $1")).isEqualTo(102);
    }

    private ValidatableResponse post(String client, String body) {
        return given().auth()
                .oauth2(TestTokens.of(client))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/cases/" + caseId + "/receipts")
                .then();
    }

    private String receipt(String number, String kind, String more) {
        return "{\"deliveryId\": \"" + deliveryId + "\", \"receiptId\": \"" + caseId + "-" + number + "\", \"kind\": \""
                + kind + "\"" + more + "}";
    }

    /** Sends a whole request and leaves without waiting for the answer. */
    private void hangUp(String token, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("POST /v1/cases/" + caseId + "/receipts HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer "
                                    + token + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }
    }

    private long count(String sql) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(caseId))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
