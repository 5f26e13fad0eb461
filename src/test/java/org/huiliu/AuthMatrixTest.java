package org.huiliu;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every operation of {@code openapi/hub.yaml} without token, with broken ones, and with somebody else's. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class AuthMatrixTest {

    /**
     * Who must not get through.
     *
     * @param right a client with the right role
     * @param foreign clients with a role of their own that this operation is not for, or for another scope
     * @param answer what those get: 403, or 404 where nobody may learn what exists
     */
    private record Row(String right, List<String> foreign, int answer) {}

    private static final EncoderConfig LINES =
            EncoderConfig.encoderConfig().encodeContentTypeAs("application/x-ndjson", ContentType.TEXT);
    private static final List<String> SYSTEMS = List.of("feed-110", "target-district", "partner-gulou");
    private static final List<String> NOT_ADMIN =
            List.of("feed-110", "target-district", "partner-gulou", "triage1", "author1", "approver1");
    private static final List<String> NOT_TRIAGE =
            List.of("feed-110", "target-district", "partner-gulou", "author1", "approver1", "admin1");
    private static final List<String> NEITHER_TRIAGE_NOR_ADMIN =
            List.of("feed-110", "target-district", "partner-gulou", "author1", "approver1");
    private static final List<String> NOT_AUTHOR =
            List.of("feed-110", "target-district", "partner-gulou", "triage1", "approver1", "admin1");
    private static final List<String> NOT_APPROVER =
            List.of("feed-110", "target-district", "partner-gulou", "triage1", "author1", "admin1");
    private static final List<String> NOT_FEED_110 =
            List.of("feed-120", "target-district", "partner-gulou", "triage1", "admin1");
    private static final List<String> NOT_MOCKED = List.of("feed-110", "partner-gulou", "triage1", "author1");
    private static final List<String> NOT_TARGET = List.of("feed-110", "partner-gulou", "triage1", "admin1");

    /** A row for each operation: an operation without one fails. */
    private static final Map<String, Row> ROWS = Map.ofEntries(
            Map.entry("getMe", new Row("author1", SYSTEMS, 403)),
            Map.entry("getOverview", new Row("approver1", SYSTEMS, 403)),
            Map.entry("listDivisions", new Row("author1", SYSTEMS, 403)),
            Map.entry("listTargets", new Row("triage1", SYSTEMS, 403)),
            Map.entry("getTarget", new Row("triage1", SYSTEMS, 403)),
            Map.entry("listTargetSecrets", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("putTargetSecret", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("deleteTargetSecret", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("putTarget", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("getAbout", new Row("author1", SYSTEMS, 403)),
            Map.entry("testTarget", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry(
                    "listTargetStates",
                    new Row("triage1", List.of("feed-110", "target-district", "partner-gulou", "author1"), 403)),
            Map.entry(
                    "getTargetState",
                    new Row("triage1", List.of("feed-110", "target-district", "partner-gulou", "author1"), 403)),
            Map.entry(
                    "pauseTarget",
                    new Row("triage1", List.of("feed-110", "target-district", "partner-gulou", "author1"), 403)),
            Map.entry(
                    "resumeTarget",
                    new Row("admin1", List.of("feed-110", "target-district", "partner-gulou", "author1"), 403)),
            Map.entry(
                    "listOutages",
                    new Row("triage1", List.of("feed-110", "target-district", "partner-gulou", "author1"), 403)),
            Map.entry("getAgency", new Row("triage1", SYSTEMS, 403)),
            Map.entry("putAgency", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("listFeeds", new Row("triage1", SYSTEMS, 403)),
            Map.entry("putFeed", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry(
                    "listAudit",
                    new Row("admin1", List.of("feed-110", "target-district", "partner-gulou", "author1"), 403)),
            Map.entry(
                    "listRejections",
                    new Row("triage1", List.of("feed-110", "target-district", "partner-gulou", "author1"), 403)),
            Map.entry("getRepeatIndex", new Row("triage1", SYSTEMS, 403)),
            Map.entry("fillRepeatIndex", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("listCases", new Row("partner-gulou", List.of("feed-110"), 403)),
            Map.entry("getCase", new Row("partner-gulou", List.of("feed-110"), 403)),
            Map.entry("listCaseEvents", new Row("partner-gulou", List.of("feed-110"), 403)),
            Map.entry("listCaseDecisions", new Row("partner-gulou", List.of("feed-110"), 403)),
            Map.entry("listCaseReports", new Row("partner-gulou", List.of("feed-110"), 403)),
            Map.entry("listCaseDeliveries", new Row("partner-gulou", List.of("feed-110"), 403)),
            Map.entry("listDeliveries", new Row("triage1", SYSTEMS, 403)),
            Map.entry("getDelivery", new Row("triage1", SYSTEMS, 403)),
            Map.entry("replayDelivery", new Row("triage1", NEITHER_TRIAGE_NOR_ADMIN, 403)),
            Map.entry("skipDelivery", new Row("triage1", NEITHER_TRIAGE_NOR_ADMIN, 403)),
            Map.entry("replayDeliveries", new Row("triage1", NEITHER_TRIAGE_NOR_ADMIN, 403)),
            Map.entry("listCaseChanges", new Row("partner-gulou", List.of("feed-110"), 403)),
            Map.entry("streamCaseChanges", new Row("partner-gulou", List.of("feed-110"), 403)),
            Map.entry("postCaseAction", new Row("triage1", NOT_TRIAGE, 403)),
            Map.entry("listReviews", new Row("triage1", NOT_TRIAGE, 403)),
            Map.entry("getReview", new Row("triage1", NOT_TRIAGE, 403)),
            Map.entry("countReviews", new Row("triage1", NOT_TRIAGE, 403)),
            Map.entry("nextReview", new Row("triage1", NOT_TRIAGE, 403)),
            Map.entry("holdReview", new Row("triage1", NOT_TRIAGE, 403)),
            Map.entry("releaseReview", new Row("triage1", NOT_TRIAGE, 403)),
            Map.entry("decideReview", new Row("triage1", NOT_TRIAGE, 403)),
            Map.entry("listRepeatPolicies", new Row("triage1", SYSTEMS, 403)),
            Map.entry("getRepeatPolicies", new Row("triage1", SYSTEMS, 403)),
            Map.entry("putRepeatPolicyDraft", new Row("author1", NOT_AUTHOR, 403)),
            Map.entry("previewRepeatPolicies", new Row("author1", SYSTEMS, 403)),
            Map.entry("publishRepeatPolicies", new Row("approver1", NOT_APPROVER, 403)),
            Map.entry("listRulesets", new Row("triage1", SYSTEMS, 403)),
            Map.entry("getRuleVocabulary", new Row("approver1", SYSTEMS, 403)),
            Map.entry("getRuleset", new Row("triage1", SYSTEMS, 403)),
            Map.entry("diffRulesets", new Row("triage1", SYSTEMS, 403)),
            Map.entry("checkRuleset", new Row("author1", SYSTEMS, 403)),
            Map.entry("explainRouting", new Row("triage1", SYSTEMS, 403)),
            Map.entry(
                    "simulateRuleset",
                    new Row("author1", List.of("feed-110", "target-district", "partner-gulou", "admin1"), 403)),
            Map.entry("putRulesetDraft", new Row("author1", NOT_AUTHOR, 403)),
            Map.entry("deleteRulesetDraft", new Row("author1", NOT_AUTHOR, 403)),
            Map.entry("submitRuleset", new Row("author1", NOT_AUTHOR, 403)),
            Map.entry(
                    "returnRuleset",
                    new Row(
                            "approver1",
                            List.of("feed-110", "target-district", "partner-gulou", "triage1", "admin1"),
                            403)),
            Map.entry("approveRuleset", new Row("approver1", NOT_APPROVER, 403)),
            Map.entry("publishRuleset", new Row("approver1", NOT_APPROVER, 403)),
            Map.entry("getCatalogue", new Row("triage1", SYSTEMS, 403)),
            Map.entry("putCatalogue", new Row("author1", NOT_AUTHOR, 403)),
            Map.entry("listJobs", new Row("triage1", SYSTEMS, 403)),
            Map.entry("getJob", new Row("triage1", SYSTEMS, 403)),
            Map.entry("cancelJob", new Row("triage1", SYSTEMS, 403)),
            Map.entry("sendReport", new Row("feed-110", NOT_FEED_110, 403)),
            Map.entry("sendReports", new Row("feed-110", NOT_FEED_110, 403)),
            Map.entry("getReportStatus", new Row("feed-110", NOT_FEED_110, 403)),
            Map.entry("previewReport", new Row("triage1", SYSTEMS, 403)),
            Map.entry("listWarnings", new Row("partner-gulou", List.of("feed-110", "target-district"), 403)),
            Map.entry("getWarning", new Row("partner-gulou", List.of("feed-110", "target-district"), 403)),
            Map.entry(
                    "closeWarning",
                    new Row("triage1", List.of("feed-110", "target-district", "partner-gulou", "admin1"), 403)),
            Map.entry("listWarningRules", new Row("triage1", SYSTEMS, 403)),
            Map.entry(
                    "putWarningRule",
                    new Row("admin1", List.of("feed-110", "target-district", "partner-gulou", "triage1"), 403)),
            Map.entry("listContracts", new Row("triage1", SYSTEMS, 403)),
            Map.entry("listContractVersions", new Row("triage1", SYSTEMS, 403)),
            Map.entry("getContract", new Row("triage1", SYSTEMS, 403)),
            Map.entry("diffContracts", new Row("triage1", SYSTEMS, 403)),
            Map.entry("checkContract", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("uploadContract", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("publishContract", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("withdrawContract", new Row("admin1", NOT_ADMIN, 403)),
            Map.entry("mockGet", new Row("target-district", NOT_MOCKED, 403)),
            Map.entry("mockPost", new Row("target-district", NOT_MOCKED, 403)),
            Map.entry("mockPut", new Row("target-district", NOT_MOCKED, 403)),
            Map.entry("mockPatch", new Row("target-district", NOT_MOCKED, 403)),
            Map.entry("mockDelete", new Row("admin1", NOT_MOCKED, 403)),
            Map.entry("postReceipt", new Row("target-district", NOT_TARGET, 403)));

    private record Call(
            String id, Method method, String path, @Nullable String mediaType) {}

    @Test
    void everyOperationHasARow() throws IOException {
        assertThat(ROWS.keySet()).containsAll(calls().stream().map(Call::id).toList());
    }

    @Test
    void noOperationAnswersWithoutAToken() throws IOException {
        for (Call call : calls()) {
            assertThat(send(call, null)).as(call.id).isEqualTo(401);
        }
    }

    @Test
    void noOperationTakesATokenForSomebodyElse() throws IOException {
        for (Call call : calls()) {
            assertThat(send(call, TestTokens.forAnotherAudience(row(call).right)))
                    .as(call.id)
                    .isEqualTo(401);
        }
    }

    @Test
    void noOperationTakesATokenWithoutAudience() throws IOException {
        for (Call call : calls()) {
            String token = TestTokens.with(Map.of("aud", List.of(), "roles", List.of("admin", "triage")));
            assertThat(send(call, token)).as(call.id).isEqualTo(401);
        }
    }

    @Test
    void noOperationTakesAnExpiredToken() throws IOException {
        for (Call call : calls()) {
            assertThat(send(call, TestTokens.expired(row(call).right)))
                    .as(call.id)
                    .isEqualTo(401);
        }
    }

    @Test
    void noOperationTakesAnUnsignedOrChangedToken() throws IOException {
        for (Call call : calls()) {
            String good = TestTokens.of(row(call).right);
            assertThat(send(call, unsigned(good))).as(call.id).isEqualTo(401);
            assertThat(send(call, promoted(good))).as(call.id).isEqualTo(401);
        }
    }

    @Test
    void noOperationTakesAForeignClient() throws IOException {
        for (Call call : calls()) {
            for (String foreign : row(call).foreign) {
                assertThat(send(call, TestTokens.of(foreign)))
                        .as("%s by %s", call.id, foreign)
                        .isEqualTo(row(call).answer);
            }
        }
    }

    @Test
    void theRightClientGetsThrough() throws IOException {
        for (Call call : calls()) {
            assertThat(send(call, TestTokens.of(row(call).right))).as(call.id).isNotIn(401, 403);
        }
    }

    private static Row row(Call call) {
        Row row = ROWS.get(call.id);
        if (row == null) {
            throw new AssertionError(call.id + " has no row in this test's table");
        }
        return row;
    }

    private static int send(Call call, @Nullable String token) {
        RequestSpecification request = given().urlEncodingEnabled(false)
                .config(RestAssuredConfig.config().encoderConfig(LINES));
        if (token != null) {
            request = request.auth().oauth2(token);
        }
        if (call.mediaType != null) {
            request = request.contentType(call.mediaType).body("{}");
        }
        return request.request(call.method, call.path).statusCode();
    }

    private static List<Call> calls() throws IOException {
        List<Call> calls = new ArrayList<>();
        JsonNode paths =
                new YAMLMapper().readTree(Path.of("openapi/hub.yaml").toFile()).path("paths");
        paths.fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(one -> {
            if (one.getValue().has("responses")) {
                calls.add(call(path.getKey(), one.getKey(), one.getValue()));
            }
        }));
        assertThat(calls).isNotEmpty();
        return calls;
    }

    private static Call call(String path, String method, JsonNode operation) {
        String filled = path.replace("{feed}", "110")
                .replace("{id}", UUID.randomUUID().toString())
                .replaceAll("\\{[^}]*}", "auth-matrix");
        JsonNode types = operation.at("/requestBody/content");
        return new Call(
                operation.path("operationId").asText(),
                Method.valueOf(method.toUpperCase(Locale.ROOT)),
                filled,
                types.isEmpty() ? null : types.fieldNames().next());
    }

    private static String unsigned(String token) {
        return encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + token.split("\\.", -1)[1] + ".";
    }

    /** The signature of one token under the claims of a mightier one. */
    private static String promoted(String token) {
        String[] parts = token.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return parts[0] + "." + encoded(claims.replaceFirst("\"roles\":\\[[^]]*]", "\"roles\":[\"admin\",\"triage\"]"))
                + "." + parts[2];
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
