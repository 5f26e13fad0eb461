package org.huiliu.delivery.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.junit.jupiter.api.Test;

/** Secrets over the API: written, never read. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class SecretsResourceTest {
    private static final String SECRET = "an-invented-token-of-a-target";

    @Test
    void aSecretIsPutListedAndTakenAwayAndNeverShown() {
        target("secret-a");
        String put = admin().body("{\"value\": \"" + SECRET + "\"}")
                .put("/v1/targets/secret-a/secrets/BEARER")
                .then()
                .statusCode(200)
                .body("kind", equalTo("BEARER"))
                .extract()
                .asString();
        String made = admin().body("{\"overlapHours\": 24}")
                .put("/v1/targets/secret-a/secrets/STANDARD_ED25519")
                .then()
                .statusCode(200)
                .body("publicKey", startsWith("whpk_"))
                .extract()
                .asString();
        String listed = admin().get("/v1/targets/secret-a/secrets")
                .then()
                .statusCode(200)
                .body("items.kind", hasItems("BEARER", "STANDARD_ED25519"))
                .extract()
                .asString();
        String audit = admin().get("/v1/audit?subject=target/secret-a")
                .then()
                .body("items.action", hasItem("target.secret.put"))
                .extract()
                .asString();
        String target = admin().get("/v1/targets/secret-a").then().extract().asString();
        assertThat(put + made + listed + audit + target).doesNotContain(SECRET).doesNotContain("whsk_");

        admin().delete("/v1/targets/secret-a/secrets/BEARER").then().statusCode(204);
        admin().delete("/v1/targets/secret-a/secrets/BEARER").then().statusCode(404);
        admin().get("/v1/targets/secret-a/secrets").then().body("items.kind", not(hasItem("BEARER")));
    }

    @Test
    void aRefusalSaysWhatIsWantedAndQuotesNothing() {
        target("secret-b");
        String refused = admin().body("{\"value\": \"whsec_" + SECRET + "!\", \"overlapHours\": 169}")
                .put("/v1/targets/secret-b/secrets/STANDARD_HMAC")
                .then()
                .statusCode(422)
                .body("faults.pointer", hasItems("/value", "/overlapHours"))
                .extract()
                .asString();
        assertThat(refused).doesNotContain(SECRET);
        admin().body("{\"value\": \"" + SECRET + "\", \"overlapHours\": 1}")
                .put("/v1/targets/secret-b/secrets/BEARER")
                .then()
                .statusCode(422)
                .body("faults.pointer", hasItem("/overlapHours"));
        admin().body("{}")
                .put("/v1/targets/secret-b/secrets/HMAC_SM3")
                .then()
                .statusCode(422)
                .body("faults.pointer", hasItem("/value"));
        admin().body("{\"value\": [\"" + SECRET + "\"]}")
                .put("/v1/targets/secret-b/secrets/BEARER")
                .then()
                .statusCode(422)
                .body(not(containsString(SECRET)));
        admin().body("{}")
                .put("/v1/targets/secret-b/secrets/PASSWORD")
                .then()
                .statusCode(404)
                .body("allowed", hasItem("SM2"));
        admin().body("{\"value\": \"" + SECRET + "\"}")
                .put("/v1/targets/no-such-target/secrets/BEARER")
                .then()
                .statusCode(404);
        admin().get("/v1/targets/no-such-target/secrets").then().statusCode(404);
    }

    private static void target(String code) {
        int agency = admin().header("If-Match", "*")
                .body("{\"name\": \"示例局\"}")
                .put("/v1/agencies/secret-agency")
                .statusCode();
        if (agency != 200) {
            admin().body("{\"name\": \"示例局\"}")
                    .put("/v1/agencies/secret-agency")
                    .then()
                    .statusCode(201);
        }
        admin().body(
                        "{\"name\": \"示例系统\", \"agency\": \"secret-agency\", \"role\": \"DISTRICT\", \"division\": \"999999\","
                                + " \"baseUrl\": \"https://target.example.org/api\", \"contract\": \"receiver-district\"}")
                .put("/v1/targets/" + code)
                .then()
                .statusCode(201);
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TestTokens.of("admin1")).contentType("application/json");
    }
}
