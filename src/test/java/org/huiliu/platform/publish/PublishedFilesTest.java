package org.huiliu.platform.publish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class PublishedFilesTest {

    @Test
    void contractsAreReadWithoutAToken() {
        for (String path : new String[] {
            "/openapi/hub.yaml",
            "/openapi/receiver-municipal.yaml",
            "/contracts/case/v1/case.schema.json",
            "/contracts/targets/letters.json",
            "/contracts/feeds/110/feed.yaml",
            "/contracts/feeds/110/payload.schema.json"
        }) {
            given().get(path).then().statusCode(200);
        }
        given().get("/contracts/feeds/110/feed.yaml").then().contentType(containsString("application/yaml"));
    }

    @Test
    void nothingElseOfTheClassPathIsReachable() {
        for (String path : new String[] {
            "/openapi/nothing.yaml",
            "/openapi/..%2Fapplication.properties",
            "/contracts/../application.properties",
            "/contracts/..%2fapplication.properties",
            "/contracts/%2e%2e/application.properties",
            "/contracts/feeds/../../application.properties",
            "/contracts/feeds/110/..%5c..%5capplication.properties",
            "/contracts//etc/passwd"
        }) {
            assertThat(given().urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
    }
}
