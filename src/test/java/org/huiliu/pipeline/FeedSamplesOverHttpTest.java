package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample of every feed goes the whole way in, and the case that the API returns keeps to the published schema. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class FeedSamplesOverHttpTest {
    private static final Path FEEDS = Path.of("contracts/feeds");
    private static final JsonSchema CASE = schema();

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(FEEDS)) {
            return files.filter(file -> file.toString().contains("/samples/"))
                    .filter(file -> !file.toString().endsWith(".expected.json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsTakenAndItsCaseKeepsToThePublishedSchema(Path sample) throws IOException {
        String feed = FEEDS.relativize(sample).getName(0).toString();
        Response taken = given().auth()
                .oauth2(TestTokens.of("feed-" + feed))
                .contentType(sample.toString().endsWith(".xml") ? "application/xml" : "application/json")
                .body(Files.readAllBytes(sample))
                .post("/v1/feeds/" + feed + "/reports");
        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(202);
        Response read = given().auth()
                .oauth2(TestTokens.with(Map.of("sub", "triage", "roles", List.of("triage"))))
                .get("/v1/cases/" + taken.jsonPath().getString("caseId"));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(CASE.validate(HubJson.read(read.asString(), JsonNode.class))).isEmpty();
    }

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("contracts/case/v1/case.schema.json")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
