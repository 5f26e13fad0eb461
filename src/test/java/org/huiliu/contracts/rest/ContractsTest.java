package org.huiliu.contracts.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.contracts.Crm;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of an uploaded contract over HTTP; in order. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractsTest {
    private static final String CRM = "/v1/contracts/crm";

    @Test
    @Order(1)
    void anUploadWithFaultsIsRefusedWithAPointerToEach() {
        ObjectNode upload = upload(Crm.openapi());
        ((ObjectNode) upload.at("/openapi/components/schemas/Order/properties/title"))
                .put("$ref", "http://192.0.2.1/x");
        Response external = admin().body(upload.toString()).post(CRM);
        assertThat(external.statusCode()).isEqualTo(422);
        assertThat(external.<List<String>>path("faults.code")).containsExactly("external-reference");

        ObjectNode narrow = upload(Crm.openapi());
        ((ObjectNode) narrow.at("/openapi/components/schemas/Order/properties/title")).put("maxLength", 4);
        Response unmapped = admin().body(narrow.toString()).post(CRM);
        assertThat(unmapped.<List<String>>path("faults.pointer"))
                .containsExactly("/binding/calls/CREATE/body/title", "/binding/calls/UPDATE/body/title");
        assertThat(unmapped.<String>path("faults[0].detail")).contains("Samples: 110/01-dispute");

        assertThat(admin().body("{\"openapi\":\"\",\"binding\":{}}").post(CRM).statusCode())
                .isEqualTo(422);
        assertThat(admin().body("{}").post(CRM).<List<String>>path("faults.pointer"))
                .containsExactly("/openapi", "/binding");
        assertThat(admin().body("{\"binding\":{\"calls\":{\"NOTHING\":{}}}}")
                        .post(CRM)
                        .statusCode())
                .isIn(400, 422);
        assertThat(admin().body(upload(Crm.openapi()).toString())
                        .post("/v1/contracts/receiver-mine")
                        .<List<String>>path("faults.pointer"))
                .containsExactly("/name");
        assertThat(as("triage1").get(CRM).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void aSoundOneIsADraftThatNoTargetMayName() {
        JsonNode checked = read(admin().body(upload(Crm.openapi()).toString()).post(CRM + "/check"));
        assertThat(checked.path("faults")).isEmpty();
        assertThat(checked.path("notes")).hasSize(1);

        Response kept = admin().body(upload(Crm.openapi()).toString()).post(CRM);
        assertThat(kept.statusCode()).as(kept.asString()).isEqualTo(201);
        assertThat(read(kept).path("version").asInt()).isEqualTo(1);
        assertThat(read(kept).path("state").asText()).isEqualTo("DRAFT");
        assertThat(target("crm").<List<String>>path("faults.pointer")).containsExactly("/contract");
    }

    @Test
    @Order(3)
    void publishedItIsThereForTargets() {
        Response published = admin().body("{\"reason\":\"区工单平台上线\"}").post(CRM + "/1/publish");
        assertThat(published.statusCode()).as(published.asString()).isEqualTo(200);
        assertThat(read(published).path("publishedBy").asText()).endsWith("admin1");
        assertThat(admin().body("{\"reason\":\"再次\"}").post(CRM + "/1/publish").statusCode())
                .isEqualTo(409);
        for (String unknown : List.of("crm@2", "nothing", "receiver-mine")) {
            assertThat(target(unknown).statusCode()).as(unknown).isEqualTo(422);
        }
        Response target = target("crm@1");
        assertThat(target.statusCode()).as(target.asString()).isIn(200, 201);
    }

    @Test
    @Order(4)
    void aBreakingVersionIsPublishedOnlyWhenThatIsMeant() {
        ObjectNode next = Crm.openapi();
        ((ArrayNode) next.at("/components/schemas/Order/required")).add("callbackUrl");
        ((ObjectNode) next.at("/components/schemas/Order/properties"))
                .putObject("source")
                .put("type", "string");
        JsonNode kept = read(admin().body(upload(next).toString()).post(CRM));
        assertThat(kept.path("breaking").asBoolean()).isTrue();
        assertThat(kept.at("/differences/0/zh").asText()).contains("callbackUrl 改为必填");
        assertThat(kept.at("/differences/0/pointer").asText()).isEqualTo("/components/schemas/Order/required");

        Response refused = admin().body("{\"reason\":\"升级\"}").post(CRM + "/2/publish");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.<List<String>>path("faults.code")).containsOnly("breaking");
        assertThat(admin().body("{\"reason\":\"升级\",\"acceptBreaking\":true}")
                        .post(CRM + "/2/publish")
                        .statusCode())
                .isEqualTo(200);
        JsonNode diff = read(as("triage1").get(CRM + "/1/diff/published"));
        assertThat(diff.path("breaking").asBoolean()).isTrue();
        assertThat(diff.path("reliable").asBoolean()).isTrue();
        assertThat(diff.path("differences")).hasSize(2);
        JsonNode whole = read(as("triage1").get(CRM + "/published"));
        assertThat(whole.path("version").asInt()).isEqualTo(2);
        assertThat(whole.at("/binding/calls/RECALL/operation").asText()).isEqualTo("cancelOrder");
    }

    @Test
    @Order(5)
    void aVersionOnWhichTargetsDependIsNotWithdrawn() {
        Response refused = admin().body("{\"reason\":\"清理\"}").post(CRM + "/1/withdraw");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.<String>path("detail")).contains("crm-target");
        assertThat(admin().body("{\"reason\":\"回退\"}").post(CRM + "/2/withdraw").statusCode())
                .isEqualTo(200);
        assertThat(read(as("triage1").get(CRM + "/published")).path("version").asInt())
                .isEqualTo(1);
        assertThat(read(as("triage1").get(CRM)).at("/items/0/state").asText()).isEqualTo("WITHDRAWN");
    }

    @Test
    @Order(6)
    void everyVersionHasAMockThatKeepsTheContract() {
        String order = "{\"orderNo\":\"7\",\"title\":\"渗水\",\"level\":3,\"createTime\":\"2025-09-11 09:20:02\"}";
        Response good = as("target-district").body(order).post(CRM + "/1/mock/orders");
        assertThat(good.statusCode()).as(good.asString()).isEqualTo(200);
        assertThat(good.<String>path("code")).isEqualTo("MOCK-1");
        Response broken = as("target-district").body("{\"orderNo\":\"7\"}").put(CRM + "/1/mock/orders/7");
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(broken.<List<String>>path("faults.pointer")).containsExactly("/title", "/level", "/createTime");
        assertThat(as("target-district")
                        .post(CRM + "/1/mock/orders/7/cancel?reason=OTHER")
                        .statusCode())
                .isEqualTo(200);
        assertThat(as("target-district").get(CRM + "/1/mock/orders").statusCode())
                .isEqualTo(404);
    }

    private static ObjectNode upload(ObjectNode openapi) {
        ObjectNode upload = HubJson.mapper().createObjectNode();
        upload.set("openapi", openapi);
        upload.set("binding", Crm.binding());
        return upload;
    }

    private static Response target(String contract) {
        Response agency = admin().body("{\"name\":\"契约试验\",\"reach\":\"ASSIGNED\"}")
                .header("If-Match", "*")
                .put("/v1/agencies/crm-agency");
        assertThat(agency.statusCode()).as(agency.asString()).isIn(200, 201, 412);
        if (agency.statusCode() == 412) {
            assertThat(admin().body("{\"name\":\"契约试验\",\"reach\":\"ASSIGNED\"}")
                            .put("/v1/agencies/crm-agency")
                            .statusCode())
                    .isEqualTo(201);
        }
        return admin().body("{\"name\":\"区工单平台\",\"agency\":\"crm-agency\",\"role\":\"CRM\",\"enabled\":false,"
                        + "\"baseUrl\":\"https://crm.example.cn/api\",\"contract\":\"" + contract + "\"}")
                .put("/v1/targets/crm-target");
    }

    private static RequestSpecification admin() {
        return as("admin1");
    }

    private static RequestSpecification as(String client) {
        return given().contentType(ContentType.JSON).header("Authorization", "Bearer " + TestTokens.of(client));
    }

    private static JsonNode read(Response response) {
        return HubJson.read(response.asString(), JsonNode.class);
    }
}
