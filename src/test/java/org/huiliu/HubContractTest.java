package org.huiliu;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.junit.jupiter.api.Test;

/** The committed {@code openapi/hub.yaml} is what the build makes, and it is complete. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class HubContractTest {
    private static final Path COMMITTED = Path.of("openapi/hub.yaml");
    private static final String UPDATE = "mvn test -Dtest=HubContractTest -Dhub.update=true";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    @Test
    void theCommittedContractIsWhatTheBuildMakes() throws IOException {
        String built = built();
        if (Boolean.getBoolean("hub.update")) {
            Path written = Files.writeString(COMMITTED, built);
        }

        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as("openapi/hub.yaml differs from the code. If the change is meant, run: %s", UPDATE)
                .isEqualTo(built);
    }

    @Test
    void theContractSaysItsVersionTitleAndSecurity() throws IOException {
        JsonNode api = api();

        assertThat(api.path("openapi").asText()).isEqualTo("3.0.3");
        assertThat(api.at("/info/title").asText()).isNotBlank();
        assertThat(api.at("/info/description").asText()).isNotBlank();
        assertThat(api.at("/components/securitySchemes/bearer/scheme").asText()).isEqualTo("bearer");
        assertThat(api.at("/security/0").has("bearer")).isTrue();
    }

    @Test
    void everyOperationHasAnIdASummaryAnExampleAndItsProblems() throws IOException {
        List<String> lacking = new ArrayList<>();
        JsonNode paths = api().path("paths");
        paths.fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(one -> {
            if (METHODS.contains(one.getKey())) {
                check(one.getKey() + " " + path.getKey(), path.getKey(), one.getValue(), lacking);
            }
        }));

        assertThat(paths.size()).isGreaterThan(5);
        assertThat(lacking).isEmpty();
    }

    private static void check(String name, String path, JsonNode operation, List<String> lacking) {
        need(!operation.path("operationId").asText().isBlank(), name + ": operationId", lacking);
        need(!operation.path("summary").asText().isBlank(), name + ": summary", lacking);
        need(
                !operation.findValues("example").isEmpty()
                        || !operation.findValues("examples").isEmpty(),
                name + ": example",
                lacking);
        List<String> problems = new ArrayList<>(List.of("401", "403"));
        if (path.contains("{")) {
            problems.add("404");
        }
        if (operation.has("requestBody")) {
            boolean lines = operation.at("/requestBody/content").has("application/x-ndjson");
            problems.addAll(lines ? List.of("415") : List.of("400", "413", "415", "422"));
        }
        problems.forEach(
                status -> need(operation.path("responses").has(status), name + ": response " + status, lacking));
    }

    private static void need(boolean there, String what, List<String> lacking) {
        if (!there) {
            lacking.add(what);
        }
    }

    private static JsonNode api() throws IOException {
        return new YAMLMapper().readTree(built());
    }

    private static String built() {
        return given().get("/q/openapi?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
