package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import java.util.List;
import org.huiliu.TestReceiver;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test letters to targets, how all of them stand, and what runs, over the API. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class TargetTestOverHttpTest {
    private final Vertx outside = Vertx.vertx();
    private final TestReceiver receiver = new TestReceiver(outside);

    @BeforeEach
    void anAgency() {
        int answer = admin().body("{\"name\": \"徐州示例\", \"reach\": \"ASSIGNED\"}")
                .put("/v1/agencies/tested")
                .statusCode();
        assertThat(answer).as("made, or there from the test before").isIn(201, 428);
    }

    @AfterEach
    void leave() {
        receiver.close();
        outside.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aTestLetterKeepsTheContractIsMarkedAndLeavesNothingButTheDeed() {
        for (String contract : List.of("receiver-municipal", "receiver-district", "receiver-line")) {
            String unit = enter("tested-" + contract, contract);

            String id = admin().post("/v1/targets/" + unit + "/test")
                    .then()
                    .statusCode(200)
                    .body("outcome", equalTo("ACCEPTED"))
                    .body("sent", equalTo(true))
                    .body("receivedAs", equalTo("R-1"))
                    .body("faults", equalTo(List.of()))
                    .extract()
                    .path("testId");

            List<TestReceiver.Got> got = receiver.got(unit);
            assertThat(got).hasSize(1);
            assertThat(got.get(0).headers()).containsEntry("huiliu-test", "true");
            assertThat(got.get(0).deliveryId()).isEqualTo(id);
            assertThat(got.get(0).body()).contains(id);
            admin().get("/v1/deliveries/" + id).then().statusCode(404);
            admin().get("/v1/deliveries?target=" + unit).then().body("items", equalTo(List.of()));
            admin().get("/v1/audit?actor=operator:admin1&subject=target/" + unit)
                    .then()
                    .body("items.action", hasItem("target.test"));
            admin().get("/v1/audit?actor=operator:nobody&subject=target/" + unit)
                    .then()
                    .body("items", equalTo(List.of()));
        }
    }

    @Test
    void aRefusalIsToldAndTheBreakerDoesNotHearOfIt() {
        String unit = enter("tested-refusing", "receiver-municipal");
        receiver.behave(unit, TestReceiver.answer(422, "{\"reason\": \"WRONG_DIVISION\"}"));
        admin().post("/v1/targets/" + unit + "/test")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("REFUSED"))
                .body("status", equalTo(422))
                .body("reason", equalTo("WRONG_DIVISION"));

        receiver.behave(unit, TestReceiver.answer(500, ""));
        admin().post("/v1/targets/" + unit + "/test").then().body("outcome", equalTo("UNREACHABLE"));
        admin().get("/v1/targets/" + unit + "/state").then().body("failures", equalTo(0));
    }

    @Test
    void withoutItsContractOrItsSecretNothingLeaves() {
        String unit = enter(
                "tested-unready",
                "receiver-municipal",
                "\"access\": {\"networks\": [\"127.0.0.0/8\"], " + "\"auth\": {\"kind\": \"BEARER\"}}");
        admin().post("/v1/targets/" + unit + "/test").then().body("outcome", equalTo("UNREACHABLE"));
        assertThat(receiver.got(unit)).isEmpty();
        admin().post("/v1/targets/nobody/test").then().statusCode(404);
    }

    @Test
    void allTargetsStandAsEachTellsByItself() {
        String one = enter("tested-state-a", "receiver-municipal");
        String other = enter("tested-state-b", "receiver-municipal");
        admin().body("{\"reason\": \"对方系统升级\"}")
                .post("/v1/targets/" + other + "/pause")
                .then()
                .statusCode(200);
        triage().get("/v1/target-states")
                .then()
                .statusCode(200)
                .body("items.target", hasItems(one, other))
                .body("items.find { it.target == '" + other + "' }.paused.reason", equalTo("对方系统升级"))
                .body("items.find { it.target == '" + one + "' }.paused", nullValue())
                .body("items.find { it.target == '" + one + "' }.breaker", equalTo("CLOSED"));
    }

    @Test
    void whatRunsIsTold() {
        triage().get("/v1/about")
                .then()
                .statusCode(200)
                .body("name", equalTo("huiliu"))
                .body("redisReachable", equalTo(true))
                .body("migration.toInteger() >= 15", equalTo(true));
    }

    private String enter(String code, String contract) {
        return enter(code, contract, "\"access\": {\"networks\": [\"127.0.0.0/8\"]}");
    }

    private String enter(String code, String contract, String access) {
        // switched off, so that no other test's case goes there: a test letter does
        int status = admin().header("If-Match", "*")
                .body("""
                        {"name": "试投示例", "agency": "tested", "role": "TESTED", "division": "320399", "baseUrl": "%s",
                         "contract": "%s", "enabled": false, "timeoutMillis": 3000, %s}""".formatted(receiver.baseUrl(code), contract, access))
                .put("/v1/targets/" + code)
                .statusCode();
        assertThat(status).isIn(200, 201, 412);
        if (status == 412) {
            admin().body("""
                            {"name": "试投示例", "agency": "tested", "role": "TESTED", "division": "320399", "baseUrl": "%s",
                             "contract": "%s", "enabled": false, "timeoutMillis": 3000, %s}""".formatted(receiver.baseUrl(code), contract, access))
                    .put("/v1/targets/" + code)
                    .then()
                    .statusCode(201);
        }
        return code;
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TestTokens.of("admin1")).contentType("application/json");
    }

    private static RequestSpecification triage() {
        return given().auth().oauth2(TestTokens.of("triage1"));
    }
}
