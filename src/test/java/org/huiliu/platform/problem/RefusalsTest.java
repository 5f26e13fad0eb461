package org.huiliu.platform.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    void aBodyOverTheLimitThatDidNotSayItsLengthIsRefused() throws IOException, InterruptedException {
        byte[] large = ("{\"name\": \"" + "x".repeat(2_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = chunked("/v1/agencies/a", large);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("urn:huiliu:problem:too-large");
    }

    @Test
    void aBodyThatDidNotSayItsLengthIsTaken() throws IOException, InterruptedException {
        byte[] body = "{\"name\": \"x\", \"reach\": \"NONE\"}".getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = chunked("/v1/agencies/a", body);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("/reach");
    }

    @Test
    void aNulInTheAddressIsRefused() {
        for (String address : List.of(
                "/v1/targets/%00",
                "/v1/agencies/a%00", "/v1/audit?subject=%00", "/v1/cases?feed=%00", "/v1/cases?division=32%00")) {
            refused(admin().urlEncodingEnabled(false).get(address).then(), 400, "bad-request");
        }
    }

    @Test
    void aParameterThatIsNoNumberIsNamed() {
        for (String wrong : List.of("after=x", "limit=0", "limit=99999999999")) {
            refused(
                    admin().get("/v1/cases/01993b6c-2f51-7d21-8f00-1a2b3c4d5e6f/events?" + wrong)
                            .then(),
                    400,
                    "bad-request");
        }
    }

    @Test
    void whatIsNotTextIsRefusedWithItsSpot() {
        for (String name : List.of("\\u0000", "a\\ud800b", "\\udc00")) {
            problem(
                            json("{\"name\": \"" + name + "\", \"reach\": \"ASSIGNED\"}")
                                    .put("/v1/agencies/a")
                                    .then(),
                            422,
                            "breaks-contract")
                    .body("faults[0].pointer", equalTo("/name"))
                    .body("faults[0].code", equalTo("character"));
        }
        problem(json("{\"name\": 5}").put("/v1/agencies/a").then(), 422, "breaks-contract")
                .body("faults[0].pointer", equalTo("/name"));
    }

    @Test
    void aNumberIsNoNameOfAValue() {
        problem(json("{\"name\": \"x\", \"reach\": 1}").put("/v1/agencies/a").then(), 422, "breaks-contract")
                .body("faults[0].pointer", equalTo("/reach"));
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

    private static HttpResponse<String> chunked(String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + TestTokens.of("admin1"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
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
