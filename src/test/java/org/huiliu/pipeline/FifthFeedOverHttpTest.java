package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.Test;

/** 城管, a feed that the hub was not built with, drops in as a folder and reports over HTTP like the other four. */
@QuarkusTest
@TestProfile(FifthFeedOverHttpTest.DroppedIn.class)
@QuarkusTestResource(EmbeddedPartsResource.class)
class FifthFeedOverHttpTest {
    private static final Path FEEDS = Path.of("src/test/contracts/feeds");
    private static final Path SAMPLES = FEEDS.resolve("chengguan/samples");
    private static final Path CASE_SCHEMA = Path.of("contracts/case/v1/case.schema.json");

    /** A hub whose configuration names a folder with one more feed. */
    public static final class DroppedIn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("huiliu.contracts.dir", FEEDS.toString());
        }
    }

    @Test
    void itsReportBecomesACaseThatAnOperatorReads() throws IOException {
        Response accepted = report("chengguan", "application/json", "01-usual.json");
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        assertThat(accepted.<String>path("outcome")).isEqualTo("OPENED");
        assertThat(report("chengguan", "application/json", "01-usual.json").<String>path("outcome"))
                .isEqualTo("REPLAYED");

        Response read = given().auth()
                .oauth2(TestTokens.with(Map.of("roles", List.of("triage"))))
                .get("/v1/cases/" + accepted.<String>path("caseId"));
        JsonNode one = HubJson.read(read.asString(), JsonNode.class);
        JsonNode expected = HubJson.read(Files.readString(SAMPLES.resolve("01-usual.expected.json")), JsonNode.class);
        assertThat(one.path("feed").asText()).isEqualTo("chengguan");
        for (String part : List.of("title", "category", "priority", "times", "externalIds")) {
            assertThat(one.at("/content/" + part)).as(part).isEqualTo(expected.at("/content/" + part));
        }
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(CASE_SCHEMA));
        assertThat(schema.validate(one)).isEmpty();

        Response repeat = report("chengguan", "application/xml", "02-repeat-with-an-unknown-code.xml");
        assertThat(repeat.statusCode()).isEqualTo(202);
        assertThat(repeat.<String>path("outcome")).isEqualTo("REPEAT");
        assertThat(repeat.<String>path("caseId")).isEqualTo(accepted.<String>path("caseId"));
    }

    @Test
    void itsClientSendsNoOtherFeedAndTheFourStay() throws IOException {
        assertThat(report("110", "application/json", "01-usual.json").statusCode())
                .isEqualTo(403);
        Response known = given().auth()
                .oauth2(TestTokens.of("triage1"))
                .contentType("application/json")
                .body(Files.readAllBytes(Path.of("contracts/feeds/110/samples/01-dispute.json")))
                .post("/v1/feeds/110/preview");
        assertThat(known.statusCode()).isEqualTo(200);
    }

    private static Response report(String feed, String mediaType, String sample) throws IOException {
        return given().auth()
                .oauth2(TestTokens.with(Map.of("roles", List.of("feed"), "feed", "chengguan")))
                .contentType(mediaType)
                .body(Files.readAllBytes(SAMPLES.resolve(sample)))
                .post("/v1/feeds/" + feed + "/reports");
    }
}
