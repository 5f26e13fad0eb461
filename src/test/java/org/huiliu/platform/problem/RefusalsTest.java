package org.huiliu.platform.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class RefusalsTest {

    @Test
    void noTokenIsAProblemWithAChallenge() {
        problem(given().get("/v1/targets").then(), 401, "unauthenticated").header("WWW-Authenticate", "Bearer");
    }

    @Test
    void aBrokenTokenIsAProblemWithAChallenge() {
        problem(given().auth().oauth2("not.a.token").get("/v1/targets").then(), 401, "unauthenticated")
                .header("WWW-Authenticate", startsWith("Bearer"));
    }

    @Test
    void anUnknownPathNeedsATokenTooAndIsThenNotFound() {
        refused(given().get("/v1/nothing").then(), 401, "unauthenticated");
        refused(admin().get("/v1/nothing").then(), 404, "not-found");
        refused(given().get("/nothing").then(), 404, "not-found");
    }

    @Test
    void anotherMethodIsRefused() {
        refused(admin().delete("/v1/targets").then(), 405, "method-not-allowed");
    }

    @Test
    void anotherMediaTypeIsRefused() {
        refused(
                admin().contentType("text/plain")
                        .body("x")
                        .put("/v1/agencies/a")
                        .then(),
                415,
                "unsupported-type");
        refused(admin().accept("image/png").get("/v1/targets").then(), 406, "not-acceptable");
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() {
        refused(json("{\"name\": ").put("/v1/agencies/a").then(), 400, "not-parseable");
        refused(json("").put("/v1/agencies/a").then(), 400, "not-parseable");
    }

    @Test
    void aPropertyThatDoesNotExistIsNamed() {
        problem(json("{\"name\": \"x\", \"version\": 7}").put("/v1/agencies/a").then(), 422, "breaks-contract")
                .body("faults[0].pointer", equalTo("/version"))
                .body("faults[0].allowed", hasItem("reach"));
    }

    @Test
    void aValueOutsideItsListIsRefusedWithTheListAndWithoutTheValue() {
        problem(
                        json("{\"name\": \"x\", \"reach\": \"13800000001\"}")
                                .put("/v1/agencies/a")
                                .then(),
                        422,
                        "breaks-contract")
                .body("faults[0].pointer", equalTo("/reach"))
                .body("faults[0].allowed", hasItem("ASSIGNED"))
                .body(not(containsString("13800000001")));
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        String large = "{\"name\": \"" + "x".repeat(1_100_000) + "\"}";

        refused(json(large).put("/v1/agencies/a").then(), 413, "too-large");
    }

    @Test
    void aDeeplyNestedBodyIsRefused() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);

        refused(json("{\"name\": " + deep + "}").put("/v1/agencies/a").then(), 422, "breaks-contract");
    }

    @Test
    void everyAnswerForbidsSniffingFramingAndStoring() {
        admin().get("/v1/targets")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Cache-Control", "no-store");
    }

    private static void refused(ValidatableResponse answer, int status, String type) {
        var checked = problem(answer, status, type);
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String type) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:huiliu:problem:" + type))
                .body("status", equalTo(status));
    }

    private static RequestSpecification json(String body) {
        return admin().contentType("application/json").body(body);
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TestTokens.of("admin1"));
    }
}
