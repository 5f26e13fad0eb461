package org.huiliu.partners;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.platform.tx.Tx;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class PartnerRegisterTest {

    @Inject
    TargetDirectory directory;

    @Inject
    Pool pool;

    @Test
    void aTargetIsMadeReadAndChangedUnderItsVersion() {
        String made = agency("agency-a");

        String tag = admin().body(target("agency-a"))
                .put("/v1/targets/target-a")
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");

        given().auth()
                .oauth2(TestTokens.of("triage1"))
                .get("/v1/targets/target-a")
                .then()
                .statusCode(200)
                .header("ETag", tag)
                .body("baseUrl", equalTo("https://target-a.example.org/api"))
                .body("entitlement", hasItem("CONTACT"));
        admin().body(target("agency-a"))
                .put("/v1/targets/target-a")
                .then()
                .statusCode(428)
                .contentType("application/problem+json");
        admin().header("If-Match", "\"99\"")
                .body(target("agency-a"))
                .put("/v1/targets/target-a")
                .then()
                .statusCode(412);
        admin().header("If-Match", tag)
                .body(target("agency-a").replace("5000", "7000"))
                .put("/v1/targets/target-a")
                .then()
                .statusCode(200)
                .body("timeoutMillis", equalTo(7000));
    }

    @Test
    void everyEditLeavesAnAuditRowWithBeforeAndAfter() {
        String tag = agency("agency-b");
        admin().header("If-Match", tag)
                .body("{\"name\": \"乙局(更名)\"}")
                .put("/v1/agencies/agency-b")
                .then()
                .statusCode(200);

        admin().queryParam("subject", "agency/agency-b")
                .get("/v1/audit")
                .then()
                .statusCode(200)
                .body("items.action", equalTo(java.util.List.of("agency.change", "agency.create")))
                .body("items[0].actor", equalTo("operator:admin1"))
                .body("items[0].before.value.name", equalTo("示例局"))
                .body("items[0].after.value.name", equalTo("乙局(更名)"))
                .body("items[1].before", nullValue());
    }

    @Test
    void aRefusedEditLeavesNoAuditRow() {
        admin().body(target("no-such-agency"))
                .put("/v1/targets/target-c")
                .then()
                .statusCode(422)
                .body("faults.pointer", hasItem("/agency"));

        admin().queryParam("subject", "target/target-c").get("/v1/audit").then().body("items.size()", equalTo(0));
    }

    @Test
    void whoStandsAboveATargetIsThereAndNotTheTargetItself() {
        String unused = agency("agency-p");
        String plain = target("agency-p").replace("true", "false");
        admin().body(above(plain, "nobody-p"))
                .put("/v1/targets/low-p")
                .then()
                .statusCode(422)
                .body("faults.pointer", hasItem("/parent"));
        admin().body(plain.replace("DISTRICT", "LINE-12345"))
                .put("/v1/targets/high-p")
                .then()
                .statusCode(201);
        admin().body(above(plain, "high-p"))
                .put("/v1/targets/low-p")
                .then()
                .statusCode(201)
                .body("parent", equalTo("high-p"));
        admin().header("If-Match", "*")
                .body(above(plain, "low-p"))
                .put("/v1/targets/high-p")
                .then()
                .statusCode(422)
                .body("faults.pointer", hasItem("/parent"));
    }

    private static String above(String target, String parent) {
        return target.replaceFirst("\\{", "{\"parent\": \"" + parent + "\", ");
    }

    @Test
    void everyWrongSpotOfATargetIsNamed() {
        String wrong = """
                {"name": "", "agency": "x", "role": "district", "division": "abc", "contract": "SOAP",
                 "baseUrl": "http://169.254.169.254/latest", "entitlement": ["ALL"], "timeoutMillis": 1}""";

        admin().body(wrong)
                .put("/v1/targets/target-d")
                .then()
                .statusCode(422)
                .body(
                        "faults.pointer",
                        hasItems(
                                "/name",
                                "/role",
                                "/division",
                                "/contract",
                                "/baseUrl",
                                "/entitlement",
                                "/timeoutMillis"));
    }

    @Test
    void onlyAnAdministratorEdits() {
        given().auth()
                .oauth2(TestTokens.of("triage1"))
                .contentType("application/json")
                .body("{\"name\": \"x\"}")
                .put("/v1/agencies/agency-e")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    @Test
    void aFeedIsSwitchedOff() {
        String tag = admin().body("{\"enabled\": true}")
                .put("/v1/feeds/feed-z")
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");

        admin().header("If-Match", tag)
                .body("{\"enabled\": false}")
                .put("/v1/feeds/feed-z")
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false));
        admin().get("/v1/feeds").then().statusCode(200).body("items.code", hasItems("110", "12345", "feed-z"));
    }

    @Test
    void theAuditIsReadPageByPage() {
        String tag = agency("agency-f");
        for (int i = 0; i < 3; i++) {
            tag = admin().header("If-Match", tag)
                    .body("{\"name\": \"第" + i + "次\"}")
                    .put("/v1/agencies/agency-f")
                    .then()
                    .statusCode(200)
                    .extract()
                    .header("ETag");
        }

        String next = admin().get("/v1/audit?subject=agency/agency-f&limit=3")
                .then()
                .body("items.size()", equalTo(3))
                .body("next", containsString("cursor="))
                .extract()
                .path("next");
        admin().urlEncodingEnabled(false)
                .get(next)
                .then()
                .statusCode(200)
                .body("items.action", equalTo(java.util.List.of("agency.create")))
                .body("next", nullValue());
        admin().get("/v1/audit?limit=0").then().statusCode(400).body("faults[0].pointer", equalTo("/limit"));
    }

    @Test
    void theDirectoryShowsAChangeFromItsCommitOn() {
        String made = agency("agency-g");
        assertThat(seen("target-g")).isFalse();

        String tag = admin().body(target("agency-g"))
                .put("/v1/targets/target-g")
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");
        assertThat(seen("target-g")).isTrue();

        admin().header("If-Match", tag)
                .body(target("agency-g").replace("\"enabled\": true", "\"enabled\": false"))
                .put("/v1/targets/target-g")
                .then()
                .statusCode(200);
        assertThat(seen("target-g")).isFalse();
    }

    private boolean seen(String code) {
        return Tx.run(pool, directory::targets)
                .await()
                .atMost(Duration.ofSeconds(10))
                .target(code)
                .isPresent();
    }

    private static String agency(String code) {
        return admin().body(Map.of("name", "示例局"))
                .put("/v1/agencies/" + code)
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");
    }

    private static String target(String agency) {
        return """
                {"name": "示例系统", "agency": "%s", "role": "DISTRICT", "division": "320302",
                 "baseUrl": "https://target-a.example.org/api", "contract": "receiver-district",
                 "entitlement": ["CONTACT"], "enabled": true, "timeoutMillis": 5000}""".formatted(agency);
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TestTokens.of("admin1")).contentType("application/json");
    }
}
