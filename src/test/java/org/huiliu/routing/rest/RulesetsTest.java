package org.huiliu.routing.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Field;
import org.huiliu.routing.Rulesets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of rules over HTTP; in order, since one version is on its way and one in force. Ends as it began. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RulesetsTest {
    private static final String PATH = "/v1/rulesets";
    private static final String DIVISION = "320312";
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final EncoderConfig CSV = EncoderConfig.encoderConfig()
            .encodeContentTypeAs("text/csv", ContentType.TEXT)
            .appendDefaultContentCharsetToContentTypeIfUndefined(false);

    @Inject
    Rulesets rulesets;

    @Inject
    Pool pool;

    @Test
    @Order(1)
    void whatIsInForceIsReadRuleByRule() {
        sql("INSERT INTO agency (code, name, reach) VALUES ('rs', '规则试验', 'ASSIGNED') ON CONFLICT DO NOTHING");
        for (String role : List.of("MUNICIPAL", "DISTRICT")) {
            sql("INSERT INTO target (code, name, agency, role, division, base_url, contract) VALUES ('rs-"
                    + role.toLowerCase(Locale.ROOT) + "', '试验" + role + "', 'rs', '" + role + "', '" + DIVISION
                    + "', 'http://127.0.0.1:1', 'receiver-district') ON CONFLICT DO NOTHING");
        }
        Response published = as("triage1").get(PATH + "/published");
        assertThat(published.statusCode()).as(published.asString()).isEqualTo(200);
        assertThat(published.header("ETag")).isNotBlank();
        JsonNode read = read(published);
        assertThat(read.path("state").asText()).isEqualTo("PUBLISHED");
        assertThat(read.at("/document/groups/0/rules/0/name").asText()).isEqualTo("medical-emergency");
        assertThat(read.at("/sentences/0/zh").asText()).contains("→").contains("DISTRICT");
        assertThat(read.at("/sentences/0/en").asText()).contains("domain=MEDICAL → DISTRICT");
        assertThat(read(as("triage1").get(PATH)).at("/items/0").has("document")).isFalse();
        for (String unknown : List.of("draft", "9999", "x")) {
            assertThat(as("triage1").get(PATH + "/" + unknown).statusCode())
                    .as(unknown)
                    .isEqualTo(404);
        }
    }

    @Test
    @Order(2)
    void aDraftWithFaultsIsRefusedWithAPointerToEach() {
        ObjectNode broken = published();
        ((ObjectNode) broken.at("/groups/0/rules/0/when")).put("eq", "MEDICALL");
        ((ObjectNode) broken.at("/groups/0/rules/2/when")).put("field", "privateLevel");
        ((ObjectNode) broken.at("/groups/0/rules/5"))
                .set("then", json("{\"deliver\":{\"host\":{\"target\":\"nobody\"}}}"));
        ((ObjectNode) broken.at("/otherwise")).remove("then");
        Response refused = put(broken, null, null, "author1");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<List<String>>path("faults.pointer"))
                .contains(
                        "/document/groups/0/rules/0/when/eq",
                        "/document/groups/0/rules/2/when/field",
                        "/document/groups/0/rules/5/then/deliver/host/target",
                        "/document/otherwise/then");
        assertThat(refused.<List<String>>path("faults[0].allowed")).contains("MEDICAL");
        Response catalogue = as("author1")
                .body("{\"catalogue\":[{\"category\":\"order.dispute\",\"host\":\"@NOBODY\"}]}".getBytes(UTF_8))
                .put(PATH + "/draft");
        assertThat(catalogue.<List<String>>path("faults.pointer")).containsExactly("/catalogue/0/host");
        for (String body : List.of("{}", "{\"document\":1}", "{\"more\":1}", "[]", "{\"document\":")) {
            assertThat(as("author1").body(body).put(PATH + "/draft").statusCode())
                    .as(body)
                    .isIn(400, 422);
        }
        assertThat(as("triage1").get(PATH + "/draft").statusCode()).isEqualTo(404);

        Response checked = as("triage1").body(body(broken, null)).post(PATH + "/check");
        assertThat(checked.statusCode()).isEqualTo(200);
        assertThat(checked.<List<String>>path("faults.pointer")).contains("/document/otherwise/then");
    }

    @Test
    void whatAConditionMayAskIsToldWithTheCodesOfTheCity() {
        JsonNode fields = read(as("author1").get(PATH + "/vocabulary")).path("fields");

        assertThat(fields).hasSameSizeAs(Field.values());
        assertThat(fields.findValuesAsText("field")).contains("feed", "text", "point");
        JsonNode feed = fields.get(0);
        assertThat(feed.path("zh").asText()).isEqualTo("来源");
        assertThat(feed.path("kind").asText()).isEqualTo("CODE");
        assertThat(feed.path("operators").toString()).contains("\"in\"").doesNotContain("within");
        assertThat(feed.path("choices").findValuesAsText("code")).contains("110", "12345");
        assertThat(fields.findParents("choices").stream()
                        .filter(field -> field.path("field").asText().equals("category"))
                        .flatMap(field -> field.path("choices").findValuesAsText("name").stream()))
                .contains("治安纠纷");
    }

    @Test
    @Order(3)
    void whatIsProbablyNotMeantIsToldAndTaken() {
        ObjectNode shadowed = published();
        ArrayNode rules = (ArrayNode) shadowed.at("/groups/0/rules");
        rules.add(json("{\"name\":\"never\",\"zh\":\"到不了\",\"when\":{\"all\":[{\"field\":\"domain\",\"eq\":\"POLICE\"},"
                + "{\"field\":\"feed\",\"eq\":\"110\"}]},\"then\":{\"tags\":[\"x\"]}}"));
        Response checked = as("author1").body(body(shadowed, null)).post(PATH + "/check");

        assertThat(checked.<List<String>>path("faults")).isEmpty();
        assertThat(checked.<List<String>>path("warnings.code")).containsExactly("unreachable");
        assertThat(checked.<List<String>>path("warnings.pointer"))
                .containsExactly("/document/groups/0/rules/" + (rules.size() - 1));
        assertThat(checked.<List<String>>path("sentences.rule")).contains("never", "otherwise");

        Response begun = put(shadowed, "试试", null, "author1");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(201);
        assertThat(begun.<List<String>>path("warnings.code")).containsExactly("unreachable");
        assertThat(begun.header("ETag")).isEqualTo("\"1\"");
        assertThat(inForce()).isEqualTo(1);
    }

    @Test
    @Order(4)
    void aDraftIsEditedByWhoHasSeenIt() {
        assertThat(put(disputesToTheCity(), null, null, "author2").statusCode()).isEqualTo(428);
        assertThat(put(disputesToTheCity(), null, "\"9\"", "author2").statusCode())
                .isEqualTo(412);
        Response changed = put(disputesToTheCity(), "纠纷由市级主办", "\"1\"", "author2");
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        JsonNode draft = read(as("triage1").get(PATH + "/draft"));
        assertThat(draft.path("note").asText()).isEqualTo("纠纷由市级主办");
        assertThat(draft.path("editors").toString()).contains("author1").contains("author2");
    }

    @Test
    @Order(5)
    void whatHasLostAUnitSinceItWasWrittenGoesNoFurther() {
        sql("INSERT INTO target (code, name, agency, role, division, base_url, contract) VALUES "
                + "('rs-gone', '将撤并', 'rs', 'RS-GONE', '', 'http://127.0.0.1:1', 'receiver-district')");
        ObjectNode naming = disputesToTheCity();
        ((ObjectNode) naming.at("/groups/0/rules/0"))
                .set("then", json("{\"deliver\":{\"host\":{\"target\":\"rs-gone\"}}}"));
        assertThat(put(naming, null, "*", "author2").statusCode()).isEqualTo(200);
        sql("UPDATE target SET enabled = false, version = version + 1 WHERE code = 'rs-gone'");
        Response refused = move("draft", "submit", "author2");
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(422);
        assertThat(refused.<List<String>>path("faults.pointer"))
                .containsExactly("/document/groups/0/rules/0/then/deliver/host/target");
        assertThat(put(disputesToTheCity(), null, "*", "author2").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(6)
    void theDifferenceIsToldInWords() {
        JsonNode diff = read(as("triage1").get(PATH + "/published/diff/draft"));
        assertThat(diff.path("differences")).hasSize(3);
        JsonNode changed = diff.at("/differences/1");
        assertThat(changed.path("kind").asText()).isEqualTo("CHANGED");
        assertThat(changed.path("name").asText()).isEqualTo("police-dispute");
        assertThat(changed.path("zh").asText())
                .contains("加上条件 区划 在 ")
                .contains("动作由 DISTRICT，协办 MUNICIPAL 改为 MUNICIPAL");
        assertThat(changed.path("en").asText())
                .contains("condition added: division within 320312")
                .contains("action DISTRICT, with MUNICIPAL → MUNICIPAL");
        assertThat(diff.at("/differences/0/kind").asText()).isEqualTo("ADDED");
        assertThat(diff.at("/differences/0/zh").asText())
                .contains("新增规则“噪声先研判”")
                .contains("30分钟内未决则");
        assertThat(diff.at("/differences/2/subject").asText()).isEqualTo("WORDS");
        assertThat(diff.at("/differences/2/en").asText()).contains("word list added: 噪声");
        JsonNode back = read(as("triage1").get(PATH + "/draft/diff/published"));
        assertThat(back.findValuesAsText("kind")).contains("REMOVED");
        assertThat(read(as("triage1").get(PATH + "/draft/diff/draft")).path("differences"))
                .isEmpty();
        assertThat(as("triage1").get(PATH + "/1/diff/9999").statusCode()).isEqualTo(404);
    }

    // ------------------------------------------------------------ tried

    @Test
    @Order(7)
    void oneCaseIsExplainedWithEveryConditionAndWhatItSaw() {
        String caseId = alarm(1, "与物业发生纠纷争吵");
        JsonNode now =
                read(as("triage1").body("{\"caseId\":\"" + caseId + "\"}").post(PATH + "/explain"));
        assertThat(now.path("version").asInt()).isEqualTo(1);
        JsonNode draft = read(as("author1")
                .body(("{\"caseId\":\"" + caseId + "\",\"ruleset\":\"draft\",\"language\":\"EN\"}").getBytes(UTF_8))
                .post(PATH + "/explain"));
        assertThat(draft.at("/decision/rule").asText()).isEqualTo("police-dispute");
        assertThat(draft.at("/decision/destination/kind").asText()).isEqualTo("DELIVER");
        assertThat(draft.at("/decision/destination/units/0/target").asText()).isEqualTo("rs-municipal");
        JsonNode deciding = looked(draft, "police-dispute");
        assertThat(deciding.path("matched").asBoolean()).isTrue();
        assertThat(deciding.at("/when/parts/0/words").asText()).isEqualTo("feed=110");
        assertThat(deciding.at("/when/parts/0/saw/0").asText()).isEqualTo("110");
        JsonNode missed = looked(draft, "medical-emergency");
        assertThat(missed.path("matched").asBoolean()).isFalse();
        assertThat(missed.at("/when/holds").asBoolean()).isFalse();
        assertThat(draft.toString()).doesNotContain("1380000");
        // another district's operator asks about nothing
        assertThat(elsewhere()
                        .body("{\"caseId\":\"" + caseId + "\"}")
                        .post(PATH + "/explain")
                        .statusCode())
                .isEqualTo(404);
        assertThat(as("triage1")
                        .body("{\"caseId\":\"" + UUID.randomUUID() + "\"}")
                        .post(PATH + "/explain")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(8)
    void aMessageThatIsNotTakenInIsExplainedToo() {
        ObjectNode question = HubJson.mapper().createObjectNode().put("feed", "110");
        question.set("payload", json(message(2, "与物业发生纠纷争吵")));
        question.set("document", disputesToTheCity());
        JsonNode told =
                read(as("author1").body(HubJson.write(question).getBytes(UTF_8)).post(PATH + "/explain"));
        assertThat(told.path("version").asInt()).isZero();
        assertThat(told.at("/decision/rule").asText()).isEqualTo("police-dispute");

        ObjectNode broken = HubJson.mapper().createObjectNode().put("feed", "110");
        broken.set("payload", json("{}"));
        Response refused = as("author1").body(HubJson.write(broken)).post(PATH + "/explain");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<List<String>>path("faults.pointer")).contains("/payload/JJDBH");
        for (String body : List.of(
                "{}",
                "{\"feed\":\"110\"}",
                "{\"feed\":\"none\",\"payload\":{}}",
                "{\"caseId\":\"" + UUID.randomUUID() + "\",\"ruleset\":\"1\",\"document\":{}}")) {
            assertThat(as("author1").body(body).post(PATH + "/explain").statusCode())
                    .as(body)
                    .isEqualTo(422);
        }
    }

    @Test
    @Order(9)
    void storedCasesAreSimulatedAndTheFlowsBetweenUnitsTold() {
        for (int i = 10; i < 15; i++) {
            assertThat(alarm(i, "与物业发生纠纷争吵" + i)).isNotBlank();
        }
        String other = alarm(20, "路灯不亮");
        JsonNode result = simulated("{\"days\":1,\"feed\":\"110\",\"division\":\"" + DIVISION + "\"}");

        assertThat(result.path("comparedWith").asInt()).isEqualTo(1);
        assertThat(result.path("cases").asInt()).isEqualTo(7);
        assertThat(result.path("elsewhere").asInt()).isEqualTo(6);
        assertThat(result.path("flows")).hasSize(1);
        JsonNode flow = result.at("/flows/0");
        assertThat(flow.at("/from/kind").asText()).isEqualTo("UNIT");
        assertThat(flow.at("/to/unit").asText()).isEqualTo("rs-municipal");
        assertThat(flow.path("cases").asInt()).isEqualTo(6);
        assertThat(flow.path("examples")).hasSize(3);
        assertThat(flow.at("/examples/0/caseId").asText()).isNotBlank();
        assertThat(flow.at("/examples/0/then/rule").asText()).isEqualTo("police-dispute");
        assertThat(result.at("/unowned/then").asInt()).isZero();

        JsonNode one = simulated("{\"caseIds\":[\"" + other + "\"],\"ruleset\":\"draft\"}");
        assertThat(one.path("cases").asInt()).isEqualTo(1);
        assertThat(one.path("elsewhere").asInt()).isZero();
        JsonNode none = simulated("{\"from\":\"2020-01-01T00:00:00+08:00\",\"to\":\"2020-02-01T00:00:00+08:00\"}");
        assertThat(none.path("cases").asInt()).isZero();
    }

    @Test
    @Order(10)
    void yesterdaysAlarmsAreSimulatedBeforeTheyAreTakenIn() {
        ObjectNode order = HubJson.mapper().createObjectNode().put("feed", "110");
        ArrayNode payloads = order.putArray("payloads");
        payloads.add(json(message(30, "与物业发生纠纷争吵")));
        payloads.add(json("{\"JJDBH\":\"x\"}"));
        JsonNode result = simulated(HubJson.write(order));

        assertThat(result.path("cases").asInt()).isEqualTo(1);
        assertThat(result.path("elsewhere").asInt()).isEqualTo(1);
        assertThat(result.at("/flows/0/examples/0/number").asInt()).isZero();
        assertThat(result.at("/refused/0/number").asInt()).isEqualTo(1);
    }

    @Test
    @Order(11)
    void whatCannotBeSimulatedIsToldWithEachSpot() {
        Response refused = as("author1")
                .body(
                        "{\"days\":0,\"from\":\"2026-01-01T00:00:00+08:00\",\"caseIds\":[],\"ruleset\":\"1\",\"document\":{}}")
                .post(PATH + "/simulations");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<List<String>>path("faults.pointer")).contains("/days", "/from", "/caseIds", "/ruleset");
        assertThat(as("author1")
                        .body("{\"payloads\":[{}],\"days\":1}")
                        .post(PATH + "/simulations")
                        .<List<String>>path("faults.pointer"))
                .contains("/feed", "/payloads");
        assertThat(as("author1")
                        .body("{\"ruleset\":\"9999\"}")
                        .post(PATH + "/simulations")
                        .statusCode())
                .isEqualTo(404);
    }

    // ------------------------------------------------------------ the catalogue

    @Test
    @Order(12)
    void theCatalogueGoesOutToASpreadsheetAndInAgain() {
        String table =
                "事项,区划,层级,主办单位,协办单位,备注\norder.dispute,320312,,'@DISTRICT,rs-municipal,夜间\norder,,,rs-municipal,,\n";
        String tag = as("author2").get(PATH + "/draft").header("ETag");
        Response taken = csv("author2", "text/csv; charset=gb18030", table.getBytes(GB18030), tag);
        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(200);
        assertThat(taken.<Integer>path("lines")).isEqualTo(2);
        JsonNode whole = read(as("triage1").get("/v1/catalogue?version=draft"));
        JsonNode items = whole.path("items");
        assertThat(items.at("/0/host").asText()).as(whole.toString()).isEqualTo("@DISTRICT");
        assertThat(items.at("/0/co/0").asText()).isEqualTo("rs-municipal");

        for (String charset : List.of("utf-8", "gb18030")) {
            Response file = given().auth()
                    .oauth2(TestTokens.of("triage1"))
                    .accept("text/csv; charset=" + charset)
                    .get("/v1/catalogue?version=draft&heads=zh");
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.header("Content-Type").toLowerCase(Locale.ROOT)).contains(charset);
            String text = new String(file.asByteArray(), Charset.forName(charset));
            assertThat(text).contains("事项,区划").contains("'@DISTRICT");
            Response again = csv("author2", "text/csv", file.asByteArray(), "*");
            assertThat(again.statusCode()).as(again.asString()).isEqualTo(200);
            assertThat(read(as("triage1").get("/v1/catalogue?version=draft")).path("items"))
                    .isEqualTo(items);
        }
        Response faulty = csv(
                "author2",
                "text/csv",
                "category,host,co\norder.dispute,nobody,\nno.such.thing,rs-municipal,x\n".getBytes(UTF_8),
                "*");
        assertThat(faulty.statusCode()).isEqualTo(422);
        assertThat(faulty.<List<String>>path("faults.pointer"))
                .containsExactlyInAnyOrder("/lines/2/host", "/lines/3/category", "/lines/3/co");
        assertThat(faulty.<String>path("faults[0].detail")).contains("line 2, column 2");
        assertThat(csv("author2", "text/csv", table.getBytes(UTF_8), null).statusCode())
                .isEqualTo(428);
        assertThat(csv("author2", "text/csv; charset=latin1", table.getBytes(UTF_8), "*")
                        .statusCode())
                .isEqualTo(415);
        JsonNode diff = read(as("triage1").get(PATH + "/published/diff/draft"));
        assertThat(diff.toString()).contains("派单目录").contains("CATALOGUE");
    }

    // ------------------------------------------------------------ approved and published

    @Test
    @Order(13)
    void nobodyApprovesWhatTheyHaveAHandIn() {
        assertThat(move("draft", "approve", "approver1").statusCode()).isEqualTo(409);
        assertThat(move("draft", "publish", "approver1").<List<String>>path("allowed"))
                .containsExactly("submit", "discard");
        assertThat(as("author1")
                        .body("{\"reason\":\"x\"}")
                        .post(PATH + "/draft/submit")
                        .statusCode())
                .isEqualTo(428);
        assertThat(as("author1")
                        .header("If-Match", "*")
                        .body("{}")
                        .post(PATH + "/draft/submit")
                        .statusCode())
                .isEqualTo(422);
        Response submitted = move("draft", "submit", "author1");
        assertThat(submitted.statusCode()).as(submitted.asString()).isEqualTo(200);
        assertThat(submitted.<String>path("submitted.by")).isEqualTo("operator:author1");
        assertThat(put(disputesToTheCity(), null, "*", "author1").statusCode()).isEqualTo(409);
        for (String hand : List.of("author1", "author2")) {
            assertThat(moveWith(both(hand), "draft", "approve").statusCode())
                    .as(hand)
                    .isEqualTo(403);
        }
        Response returned = move("draft", "return", "approver2");
        assertThat(returned.<String>path("state")).isEqualTo("DRAFT");
        assertThat(put(disputesToTheCity(), null, "*", "author2").statusCode()).isEqualTo(200);
        assertThat(move("draft", "submit", "author2").statusCode()).isEqualTo(200);
        Response approved = move("draft", "approve", "approver1");
        assertThat(approved.<String>path("state")).isEqualTo("APPROVED");
        assertThat(inForce()).isEqualTo(1);
    }

    @Test
    @Order(14)
    void whatIsPublishedDecidesAtOnceAndCanBeRolledBack() {
        int version = as("triage1").get(PATH + "/draft").<Integer>path("version");
        Response published = move(String.valueOf(version), "publish", "approver2");
        assertThat(published.statusCode()).as(published.asString()).isEqualTo(200);
        assertThat(inForce()).isEqualTo(version);
        String caseId = alarm(40, "与物业发生纠纷争吵");
        Response events = as("triage1").get("/v1/cases/" + caseId + "/events");
        assertThat(events.asString()).contains("police-dispute").contains("\"ruleset\":" + version);
        assertThat(move("1", "publish", "author1").statusCode()).isEqualTo(403);
        Response back = move("1", "publish", "approver1");
        assertThat(back.statusCode()).as(back.asString()).isEqualTo(200);
        assertThat(inForce()).isEqualTo(1);
        assertThat(as("triage1").get(PATH + "/" + version).<String>path("state"))
                .isEqualTo("RETIRED");
        Response audit = as("admin1").get("/v1/audit?subject=ruleset/1");
        assertThat(audit.<String>path("items[0].action")).isEqualTo("ruleset.roll-back");
        assertThat(audit.<String>path("items[0].reason")).isEqualTo("试行");
        // a new draft has a number of its own; given up, it is kept
        Response begun = put(disputesToTheCity(), null, null, "author1");
        assertThat(begun.<Integer>path("version")).isEqualTo(version + 1);
        Response discarded = as("author1").header("If-Match", "*").delete(PATH + "/draft");
        assertThat(discarded.<String>path("state")).isEqualTo("DISCARDED");
        assertThat(as("author1").delete(PATH + "/draft").statusCode()).isEqualTo(404);
        assertThat(move(String.valueOf(version + 1), "publish", "approver1").statusCode())
                .isEqualTo(409);
        sql("DELETE FROM target WHERE agency = 'rs'");
    }

    // ------------------------------------------------------------ shared

    /** Disputes in one district go to the city; noise goes to a person first. */
    private static ObjectNode disputesToTheCity() {
        ObjectNode document = published();
        ArrayNode rules = (ArrayNode) document.at("/groups/0/rules");
        ObjectNode dispute = rule(rules, "police-dispute");
        ((ArrayNode) dispute.at("/when/all")).add(json("{\"field\":\"division\",\"within\":[\"" + DIVISION + "\"]}"));
        dispute.set("then", json("{\"deliver\":{\"host\":{\"role\":\"MUNICIPAL\"}}}"));
        rules.insert(
                3,
                json(
                        "{\"name\":\"noise\",\"zh\":\"噪声先研判\",\"when\":{\"field\":\"text\",\"words\":\"噪声\"},"
                                + "\"then\":{\"review\":{\"within\":\"PT30M\",\"fallback\":{\"deliver\":{\"host\":{\"role\":\"DISTRICT\"}}}}}}"));
        document.set("words", json("{\"噪声\":[\"噪声扰民\",\"夜间施工\"]}"));
        return document;
    }

    private static ObjectNode rule(ArrayNode rules, String name) {
        for (JsonNode rule : rules) {
            if (rule.path("name").asText().equals(name)) {
                return (ObjectNode) rule;
            }
        }
        throw new AssertionError(name);
    }

    private static JsonNode looked(JsonNode explanation, String rule) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : explanation.at("/groups/0/rules")) {
            names.add(one.path("name").asText());
            if (one.path("name").asText().equals(rule)) {
                return one;
            }
        }
        throw new AssertionError(names);
    }

    private static ObjectNode published() {
        return (ObjectNode) read(as("triage1").get(PATH + "/1")).path("document");
    }

    private static JsonNode simulated(String order) {
        Response begun = as("author1").body(order.getBytes(UTF_8)).post(PATH + "/simulations");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        String job = begun.header("Location").replaceFirst("^https?://[^/]*", "");
        Eventually.holds(
                "the simulation is done",
                () -> as("author1").get(job).<String>path("state").equals("DONE"));
        return read(as("author1").get(job)).path("result");
    }

    private static String alarm(int number, String what) {
        Response taken =
                as("feed-110").body(message(number, what).getBytes(UTF_8)).post("/v1/feeds/110/reports");
        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(202);
        return taken.path("caseId");
    }

    /** Each with a caller, an estate and a trouble of its own, so that none is taken for a repeat. */
    private static String message(int number, String what) {
        String estate = "松柏桦榆槐枫柳杨桐樟".charAt(number % 10) + "岭" + "甲乙丙丁戊己".charAt(number / 10) + "苑";
        return "{\"JJDBH\":\"" + DIVISION + "0000009" + number + "\",\"XZQHDM\":\"" + DIVISION
                + "\",\"BJSJ\":\"2025-09-11 09:20:02\",\"BJDH\":\"138000077" + number % 100
                + "\",\"JQDZ\":\"" + estate + number + "号\",\"BJNR\":\"" + estate + number + "号" + what
                + (what.contains("纠纷")
                        ? "\",\"JQLBDM\":\"200000\",\"JQLXDM\":\"200200\"}"
                        : "\",\"JQLBDM\":\"600000\",\"JQLXDM\":\"601300\"}");
    }

    private static Response csv(String user, String type, byte[] file, @Nullable String tag) {
        RequestSpecification request = given().config(RestAssuredConfig.config().encoderConfig(CSV))
                .auth()
                .oauth2(TestTokens.of(user))
                .contentType(type)
                .body(file);
        return (tag == null ? request : request.header("If-Match", tag)).put("/v1/catalogue");
    }

    private void sql(String statement) {
        var unused = pool.query(statement).execute().await().atMost(Duration.ofSeconds(10));
    }

    private int inForce() {
        return Tx.run(pool, rulesets::published)
                .await()
                .atMost(Duration.ofSeconds(10))
                .version();
    }

    private static Response put(JsonNode document, @Nullable String note, @Nullable String tag, String user) {
        RequestSpecification request = as(user).body(body(document, note));
        return (tag == null ? request : request.header("If-Match", tag)).put(PATH + "/draft");
    }

    private static byte[] body(JsonNode document, @Nullable String note) {
        ObjectNode body = HubJson.mapper().createObjectNode();
        body.set("document", document);
        if (note != null) {
            body.put("note", note);
        }
        return HubJson.write(body).getBytes(UTF_8);
    }

    private static Response move(String version, String move, String user) {
        return moveWith(TestTokens.of(user), version, move);
    }

    private static Response moveWith(String token, String version, String move) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .header("If-Match", "*")
                .body("{\"reason\":\"试行\"}".getBytes(UTF_8))
                .post(PATH + "/" + version + "/" + move);
    }

    private static String both(String name) {
        return TestTokens.with(Map.of("roles", List.of("rule-author", "rule-approver"), "preferred_username", name));
    }

    private static RequestSpecification elsewhere() {
        String token = TestTokens.with(Map.of("roles", List.of("triage"), "division", "320311"));
        return given().auth().oauth2(token).contentType("application/json");
    }

    private static RequestSpecification as(String user) {
        return given().auth().oauth2(TestTokens.of(user)).contentType("application/json");
    }

    private static JsonNode json(String text) {
        return HubJson.read(text, JsonNode.class);
    }

    private static JsonNode read(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return HubJson.read(response.asString(), JsonNode.class);
    }
}
