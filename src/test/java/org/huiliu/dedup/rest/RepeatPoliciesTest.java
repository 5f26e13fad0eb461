package org.huiliu.dedup.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.RepeatPolicyBook;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of the policies' versions over HTTP; in order, since there is one published version and one draft. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepeatPoliciesTest {
    private static final String PATH = "/v1/repeat-policies";

    @Inject
    RepeatPolicyBook book;

    @Test
    @Order(1)
    void whatComesWithTheHubIsInForceAtFirst() {
        JsonNode all = read(as("triage1").get(PATH));
        assertThat(all.at("/published/version").asInt()).isEqualTo(1);
        assertThat(all.at("/published/policies")).isEqualTo(shipped());
        assertThat(all.path("versions")).hasSize(1);
        assertThat(inForce()).isEqualTo(1);
        assertThat(as("triage1").get(PATH + "/draft").statusCode()).isEqualTo(404);
        assertThat(as("triage1").get(PATH + "/7").statusCode()).isEqualTo(404);
        assertThat(as("triage1").get(PATH + "/x").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void everyFaultOfADraftIsNamed() {
        ArrayNode broken = shipped();
        ((ObjectNode) broken.get(0)).put("radiusM", -1).put("window", "3 days");
        ((ObjectNode) broken.get(1)).put("name", "medical");
        Response refused = put(broken, null, null, "author1");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<List<String>>path("faults.pointer"))
                .contains("/policies/0/radiusM", "/policies/0/window", "/policies/1/name");
        assertThat(put(HubJson.mapper().createArrayNode(), null, null, "author1")
                        .statusCode())
                .isEqualTo(422);
        for (String body : List.of("{}", "{\"policies\":1}", "{\"policies\":[],\"more\":1}", "[]", "{\"policies\":")) {
            assertThat(as("author1").body(body).put(PATH + "/draft").statusCode())
                    .as(body)
                    .isIn(400, 422);
        }
        assertThat(as("triage1").get(PATH + "/draft").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void aDraftIsEditedByWhoHasSeenIt() {
        Response begun = put(narrower(), "半径收窄", null, "author1");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(201);
        assertThat(begun.<Integer>path("version")).isEqualTo(2);
        assertThat(begun.header("ETag")).isEqualTo("\"1\"");
        assertThat(put(narrower(), null, null, "author1").statusCode()).isEqualTo(428);
        assertThat(put(narrower(), null, "\"9\"", "author1").statusCode()).isEqualTo(412);
        Response changed = put(narrower(), "半径收窄,再看", "\"1\"", "author1");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(as("triage1").get(PATH + "/draft").<String>path("note")).isEqualTo("半径收窄,再看");
        assertThat(inForce()).isEqualTo(1);
    }

    @Test
    @Order(4)
    void anotherOperatorThanItsAuthorPublishesIt() {
        String both = TestTokens.with(
                Map.of("roles", List.of("rule-author", "rule-approver"), "preferred_username", "author1"));
        assertThat(publish(2, "\"2\"", both).statusCode()).isEqualTo(403);
        String approver = TestTokens.of("approver1");
        assertThat(publish(2, null, approver).statusCode()).isEqualTo(428);
        assertThat(publish(2, "\"1\"", approver).statusCode()).isEqualTo(412);
        assertThat(publish(9, "\"1\"", approver).statusCode()).isEqualTo(404);
        List<Integer> statuses = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> publish(2, "\"2\"", approver).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        Eventually.within(Duration.ofSeconds(1), "it is in force", () -> inForce() == 2);
        JsonNode all = read(as("triage1").get(PATH));
        assertThat(all.at("/published/version").asInt()).isEqualTo(2);
        assertThat(all.at("/versions/1/state").asText()).isEqualTo("RETIRED");
    }

    @Test
    @Order(5)
    void whatWasInForceCanBeAgain() {
        String approver = TestTokens.of("approver1");
        String tag = as("approver1").get(PATH + "/1").header("ETag");
        Response back = publish(1, tag, approver);
        assertThat(back.statusCode()).as(back.asString()).isEqualTo(200);
        Eventually.within(Duration.ofSeconds(1), "it is in force", () -> inForce() == 1);
        // a new draft gets a number of its own
        assertThat(put(narrower(), null, null, "author1").<Integer>path("version"))
                .isEqualTo(3);
        Response audit = as("admin1").get("/v1/audit?subject=repeat-policy/1");
        assertThat(audit.<String>path("items[0].action")).isEqualTo("repeat-policy.roll-back");
        assertThat(audit.<String>path("items[0].reason")).isEqualTo("试行");
        assertThat(audit.<String>path("items[0].actor")).isEqualTo("operator:approver1");
    }

    @Test
    @Order(6)
    void aRehearsalShowsWhatOtherPoliciesWouldHaveMadeOfPastReports() {
        for (int i = 0; i < 3; i++) {
            String number = "32031100000000" + i;
            String alarm = "{\"JJDBH\":\"" + number + "\",\"XZQHDM\":\"320311\",\"BJSJ\":\"2025-09-11 09:2" + i
                    + ":02\",\"BJDH\":\"1380000900" + i + "\",\"JQDZ\":\"泰山街道松柏路88号\",\"BJNR\":\"泰山街道松柏路88号门口"
                    + "自来水管爆裂,路面大量积水\",\"JQLBDM\":\"600000\",\"JQLXDM\":\"601300\"}";
            assertThat(as("feed-110")
                            .body(alarm.getBytes(UTF_8))
                            .post("/v1/feeds/110/reports")
                            .statusCode())
                    .isEqualTo(202);
        }
        ArrayNode off = shipped();
        off.forEach(policy -> ((ObjectNode) policy).put("mode", "OFF"));
        ObjectNode wanted = HubJson.mapper().createObjectNode().put("days", 1).put("feed", "110");
        wanted.set("policies", off);

        JsonNode shown = read(preview(HubJson.write(wanted), "320311"));

        assertThat(shown.path("reports").asInt()).isEqualTo(3);
        assertThat(shown.at("/now/attached").asInt() + shown.at("/now/asked").asInt())
                .isPositive();
        assertThat(shown.at("/then/separate").asInt()).isEqualTo(3);
        assertThat(shown.at("/then/attached").asInt()).isZero();
        assertThat(shown.path("examples")).isNotEmpty();
        assertThat(shown.at("/examples/0/evidence/score").asDouble()).isPositive();
        assertThat(shown.at("/examples/0/other/reportId").asText()).isNotBlank();
        assertThat(shown.toString()).doesNotContain("1380000900");
        // another district's operator rehearses other reports
        assertThat(read(preview(HubJson.write(wanted), "320399"))
                        .path("reports")
                        .asInt())
                .isZero();
        // the limit is told
        JsonNode cut = read(preview(HubJson.write(wanted.put("limit", 2)), "320311"));
        assertThat(cut.path("more").asBoolean()).isTrue();
        // without policies the draft is rehearsed
        assertThat(read(preview("{\"days\":1}", "320311")).at("/now"))
                .isEqualTo(read(preview("{}", "320311")).at("/then"));
    }

    @Test
    @Order(7)
    void whatCannotBeRehearsedIsToldWithEachSpot() {
        Response refused =
                preview("{\"days\":0,\"limit\":5001,\"examples\":101,\"policies\":[{\"name\":\"x\"}]}", "320311");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<List<String>>path("faults.pointer"))
                .contains("/days", "/limit", "/examples", "/policies/0/window");
        Response backwards =
                preview("{\"from\":\"2026-02-01T00:00:00+08:00\",\"to\":\"2026-01-01T00:00:00+08:00\"}", "320311");
        assertThat(backwards.<List<String>>path("faults.pointer")).containsExactly("/from");
    }

    private static Response preview(String body, String division) {
        return given().auth()
                .oauth2(TestTokens.with(Map.of("roles", List.of("rule-author"), "division", division)))
                .contentType("application/json")
                .body(body.getBytes(UTF_8))
                .post(PATH + "/preview");
    }

    private int inForce() {
        return book.published().await().atMost(Duration.ofSeconds(10)).version();
    }

    private static ArrayNode shipped() {
        return (ArrayNode)
                HubJson.read(RepeatPolicies.shippedJson(), JsonNode.class).path("policies");
    }

    private static ArrayNode narrower() {
        ArrayNode policies = shipped();
        ((ObjectNode) policies.get(0)).put("radiusM", 200);
        return policies;
    }

    private static Response put(JsonNode policies, @Nullable String note, @Nullable String tag, String user) {
        ObjectNode body = HubJson.mapper().createObjectNode();
        body.set("policies", policies);
        if (note != null) {
            body.put("note", note);
        }
        RequestSpecification request = as(user).body(HubJson.write(body).getBytes(UTF_8));
        return (tag == null ? request : request.header("If-Match", tag)).put(PATH + "/draft");
    }

    private static Response publish(int version, @Nullable String tag, String token) {
        RequestSpecification request = given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"reason\":\"试行\"}".getBytes(UTF_8));
        return (tag == null ? request : request.header("If-Match", tag)).post(PATH + "/" + version + "/publish");
    }

    private static RequestSpecification as(String user) {
        return given().auth().oauth2(TestTokens.of(user)).contentType("application/json");
    }

    private static JsonNode read(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return HubJson.read(response.asString(), JsonNode.class);
    }
}
