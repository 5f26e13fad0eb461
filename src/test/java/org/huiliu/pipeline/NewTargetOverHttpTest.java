package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.huiliu.Eventually;
import org.huiliu.TestReceiver;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A receiving system from the day it is entered to its first case that is closed, by nothing but the published API: entered, given a
 * secret, sent a signed case, its secret replaced without a gap, its answer taken.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class NewTargetOverHttpTest {
    private static final String FIRST = secret("the first secret of this test");
    private static final String SECOND = secret("the second one, after rotation");

    private final Vertx outside = Vertx.vertx();
    private final TestReceiver receiver = new TestReceiver(outside);
    private final Set<String> entered = new HashSet<>();

    @BeforeEach
    void anAgency() {
        int answer = admin().body("{\"name\": \"徐州示例\", \"reach\": \"ASSIGNED\"}")
                .put("/v1/agencies/journey")
                .statusCode();
        assertThat(answer).as("made, or there from the test before").isIn(201, 428);
    }

    @AfterEach
    void leave() {
        // the register is shared with other tests: these units are no longer ones to send to
        entered.forEach(division -> admin().header("If-Match", "*")
                .body(unit(division).replace("\"enabled\": true", "\"enabled\": false"))
                .put("/v1/targets/" + code(division))
                .then()
                .statusCode(200));
        receiver.close();
        outside.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aNewUnitIsEnteredSentSignedCasesAndClosesOne() {
        String unit = enter("320324");
        put(unit, FIRST, 0);

        String first = reported("32032400000000000001", "路灯不亮", "睢城路1号");
        TestReceiver.Got arrived = arrived(unit, first);
        assertThat(arrived.method() + " " + arrived.path()).isEqualTo("POST /cases");
        assertThat(header(arrived, "webhook-id")).isEqualTo(arrived.deliveryId());
        assertThat(signatures(arrived)).containsExactly(signature(FIRST, arrived));

        put(unit, SECOND, 24);
        TestReceiver.Got later = arrived(unit, reported("32032400000000000002", "井盖破损", "青年路20号"));
        assertThat(signatures(later))
                .as("both, so that the unit may change over when it likes")
                .containsExactlyInAnyOrder(signature(FIRST, later), signature(SECOND, later));

        JsonNode closed = answered(unit, first, arrived);
        assertThat(closed.path("caseState").asText()).isEqualTo("RESOLVED");
        operator()
                .get("/v1/cases/" + first)
                .then()
                .statusCode(200)
                .body("state", equalTo("RESOLVED"))
                .body("result.text", equalTo("灯已修复"));
        Eventually.holds("its outcome is written", () -> operator()
                .get("/v1/deliveries?target=" + unit)
                .<List<String>>path("items.state")
                .equals(List.of("DELIVERED", "DELIVERED")));
    }

    @Test
    void aUnitThatWantsNoMoreIsPausedAndEverythingForItIsKeptUntilItIsResumed() {
        String unit = enter("320321");
        put(unit, FIRST, 0);
        receiver.behave(unit, TestReceiver.answer(410, ""));

        String first = reported("32032100000000000001", "路面塌陷", "凤城路1号");
        Eventually.holds("it is paused", () -> state(unit).path("paused").isObject());
        assertThat(state(unit).at("/paused/reason").asText()).startsWith("GONE 410");
        String second = reported("32032100000000000002", "垃圾堆积", "中阳大道20号");
        assertThat(receiver.got(unit)).hasSize(1);
        assertThat(state(unit).path("held").asInt()).isEqualTo(2);
        assertThat(operator().get("/v1/deliveries?state=HELD&target=" + unit).<List<String>>path("items.caseId"))
                .containsExactlyInAnyOrder(first, second);

        receiver.behave(unit, TestReceiver.answer(200, "{\"receivedAs\": \"FX-1\"}"));
        operator().post("/v1/targets/" + unit + "/resume").then().statusCode(200);
        Eventually.holds("all of it arrives", () -> operator()
                .get("/v1/deliveries?target=" + unit)
                .<List<String>>path("items.state")
                .equals(List.of("DELIVERED", "DELIVERED")));
    }

    private String enter(String division) {
        admin().body(unit(division))
                .put("/v1/targets/" + code(division))
                .then()
                .statusCode(201)
                .body("terms.inFlight", equalTo(4))
                .body("terms.retry.baseMillis", equalTo(100))
                .body("access.signatures", equalTo(List.of("STANDARD_HMAC")));
        boolean first = entered.add(division);
        assertThat(first).isTrue();
        return code(division);
    }

    private static String code(String division) {
        return "journey-" + division;
    }

    private String unit(String division) {
        return """
                {"name": "睢宁县中心", "agency": "journey", "role": "DISTRICT", "division": "%s", "baseUrl": "%s",
                 "contract": "receiver-district", "entitlement": ["CONTACT"], "enabled": true, "timeoutMillis": 3000,
                 "terms": {"inFlight": 4, "perSecond": 50, "retry": {"baseMillis": 100}, "onRefusal": "PARK"},
                 "access": {"networks": ["127.0.0.0/8"], "signatures": ["STANDARD_HMAC"]}}""".formatted(division, receiver.baseUrl(code(division)));
    }

    private static void put(String unit, String secret, int overlapHours) {
        admin().body("{\"value\": \"" + secret + "\", \"overlapHours\": " + overlapHours + "}")
                .put("/v1/targets/" + unit + "/secrets/STANDARD_HMAC")
                .then()
                .statusCode(200);
    }

    /** The case that an alarm of the 110 line has opened. */
    private static String reported(String number, String text, String place) {
        Map<String, String> alarm = Map.of(
                "JJDBH",
                number,
                "XZQHDM",
                number.substring(0, 6),
                "JJLX",
                "01",
                "BJSJ",
                "2026-01-06 09:20:02",
                "BJDH",
                "138000" + number.substring(number.length() - 5),
                "JQDZ",
                place,
                "BJNR",
                text,
                "JQLBDM",
                "600000",
                "JQLXDM",
                "609900");
        return given().auth()
                .oauth2(TestTokens.of("feed-110"))
                .contentType("application/json")
                .body(HubJson.write(alarm).getBytes(UTF_8))
                .post("/v1/feeds/110/reports")
                .then()
                .statusCode(202)
                .extract()
                .path("caseId");
    }

    private TestReceiver.Got arrived(String unit, String caseId) {
        Eventually.holds("it has arrived", () -> receiver.got(unit).stream()
                .anyMatch(got -> got.body().contains(caseId)));
        return receiver.got(unit).stream()
                .filter(got -> got.body().contains(caseId))
                .findFirst()
                .orElseThrow();
    }

    /** What a receiver computes by the words of Standard Webhooks, without any code of the hub. */
    private static String signature(String secret, TestReceiver.Got got) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            String signed = header(got, "webhook-id") + "." + header(got, "webhook-timestamp") + "." + got.body();
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(TestReceiver.Got got, String name) {
        return String.valueOf(got.headers().get(name));
    }

    private static List<String> signatures(TestReceiver.Got got) {
        return List.of(header(got, "webhook-signature").split(" "));
    }

    private static JsonNode answered(String unit, String caseId, TestReceiver.Got arrived) {
        String receipt =
                "{\"deliveryId\": \"" + arrived.deliveryId() + "\", \"receiptId\": \"sn-1\", \"kind\": \"RESOLVED\","
                        + " \"result\": {\"outcome\": \"SOLVED\", \"text\": \"灯已修复\"}}";
        return HubJson.read(
                given().auth()
                        .oauth2(TestTokens.with(Map.of("roles", List.of("target"), "target", unit)))
                        .contentType("application/json")
                        .body(receipt.getBytes(UTF_8))
                        .post("/v1/cases/" + caseId + "/receipts")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                JsonNode.class);
    }

    private static JsonNode state(String unit) {
        return HubJson.read(operator().get("/v1/targets/" + unit + "/state").asString(), JsonNode.class);
    }

    private static String secret(String text) {
        return "whsec_" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TestTokens.of("admin1")).contentType("application/json");
    }

    private static RequestSpecification operator() {
        return given().auth().oauth2(TestTokens.of("triage1"));
    }
}
