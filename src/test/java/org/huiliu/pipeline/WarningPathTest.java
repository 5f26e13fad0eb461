package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.huiliu.Eventually;
import org.huiliu.TestReceiver;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.platform.json.HubJson;
import org.huiliu.warnings.RuleBook;
import org.huiliu.warnings.SubjectBook;
import org.huiliu.warnings.WarningBook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From reports over real HTTP to a warning that operators read and a subscribed target receives. Each test has its estate. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class WarningPathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    WarningPath path;

    @Inject
    SubjectBook subjects;

    @Inject
    RuleBook rules;

    @Inject
    WarningBook warnings;

    @Inject
    TargetDirectory directory;

    @Inject
    DeliveryQueue deliveries;

    @Inject
    DeliverPath deliverPath;

    @Inject
    Clock clock;

    /** Of its own: the hub counts the requests of its own servers. */
    private final Vertx outside = Vertx.vertx();

    private TestReceiver receiver;

    @BeforeEach
    void subscribe() {
        receiver = new TestReceiver(outside);
        run(
                "INSERT INTO agency (code, name, division, reach) VALUES ('w-city', '市', '', 'ASSIGNED'), "
                        + "('gulou', '鼓楼', '320302', 'DIVISION'), ('w-far', '乙区', '320303', 'DIVISION') ON CONFLICT DO NOTHING");
        run("DELETE FROM target WHERE code LIKE 'w-%'");
        target("w-subscribed", "receiver-municipal", "", "{WARNINGS}");
        target("w-silent", "receiver-municipal", "", "{}");
        target("w-elsewhere", "receiver-district", "320303", "{WARNINGS}");
    }

    @AfterEach
    void close() {
        receiver.close();
        outside.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void threeMattersAtOneEstateOverTwoFeedsMakeOneWarningAndOneDelivery() {
        List<UUID> cases = List.of(
                opened(request("晴岚雅苑小区外墙渗水", "3栋外墙渗水,墙皮脱落。")),
                opened(alarm("晴岚雅苑门口有人占用消防通道", "晴岚雅苑")),
                opened(request("晴岚雅苑地下车库积水", "雨后车库积水没过车轮。")));
        rounds();

        JsonNode warning = only("晴岚雅苑");
        assertThat(warning.path("caseCount").asInt()).isEqualTo(3);
        assertThat(warning.at("/rule/name").asText()).isEqualTo("estate");
        assertThat(warning.path("division").asText()).isEqualTo("320302");
        JsonNode detail =
                read("triage1", "/v1/warnings/" + warning.path("warningId").asText());
        assertThat(detail.path("cases"))
                .extracting(one -> one.path("caseId").asText())
                .containsExactlyInAnyOrderElementsOf(
                        cases.stream().map(UUID::toString).toList());

        Eventually.holds("told", () -> !told("晴岚雅苑").isEmpty());
        JsonNode letter = told("晴岚雅苑").get(0);
        assertThat(letter.path("cases")).hasSize(3);
        assertThat(letter.path("caseCount").asInt()).isEqualTo(3);
        assertThat(letter.toString()).doesNotContain("1380000", "皇甫");
        assertThat(receiver.got("w-subscribed"))
                .allSatisfy(got -> assertThat(got.path()).isEqualTo("/warnings"));
        rounds();
        assertThat(deliveriesOf(warning))
                .as("one, to the only one who subscribed and answers for the place")
                .isEqualTo(1);
        assertThat(receiver.got("w-silent")).isEmpty();
        assertThat(receiver.got("w-elsewhere")).isEmpty();
    }

    @Test
    void repeatsOfOneMatterCountOnce() {
        String first = number();
        JsonNode opened = accepted(send("110", alarm(first, "望川雅苑电梯停运", "望川雅苑", null)));
        for (int i = 0; i < 3; i++) {
            JsonNode repeat = accepted(send("110", alarm(number(), "望川雅苑电梯停运", "望川雅苑", first)));
            assertThat(repeat.path("outcome").asText()).isEqualTo("REPEAT");
            assertThat(repeat.path("caseId")).isEqualTo(opened.path("caseId"));
        }
        UUID second = opened(request("望川雅苑外墙渗水", "外墙渗水。"));
        rounds();
        assertThat(about("望川雅苑")).as("two matters").isEmpty();

        assertThat(second).isNotNull();
        assertThat(opened(request("望川雅苑地下车库积水", "车库积水。"))).isNotNull();
        rounds();
        assertThat(only("望川雅苑").path("caseCount").asInt()).isEqualTo(3);
    }

    @Test
    void mergedAndInvalidCasesDoNotCount() {
        UUID merged = opened(request("听泉雅苑外墙渗水", "外墙渗水。"));
        UUID invalid = opened(request("听泉雅苑地下车库积水", "车库积水。"));
        run("UPDATE cases SET state = 'MERGED' WHERE id = '" + merged + "'");
        run("UPDATE cases SET state = 'INVALID' WHERE id = '" + invalid + "'");
        assertThat(opened(request("听泉雅苑电梯停运", "电梯停运。"))).isNotNull();
        assertThat(opened(request("听泉雅苑路灯不亮", "路灯不亮。"))).isNotNull();
        rounds();
        assertThat(about("听泉雅苑")).isEmpty();
    }

    @Test
    void aConfidentialMatterNamesNobody() {
        for (String what : List.of("外墙渗水", "地下车库积水", "电梯停运")) {
            String kept = request("栖霞雅苑" + what, what).replace("\"confidential\":\"0\"", "\"confidential\":\"1\"");
            assertThat(opened(kept)).isNotNull();
        }
        rounds();
        assertThat(sql("SELECT 1 FROM cases WHERE title LIKE '栖霞雅苑%' AND privacy = 'CONFIDENTIAL'"))
                .hasSize(3);
        assertThat(sql("SELECT 1 FROM case_subject WHERE name LIKE '栖霞雅苑%'")).isEmpty();
        assertThat(about("栖霞雅苑")).isEmpty();
    }

    @Test
    void aFirmIsWatchedInAllOfTheCity() {
        assertThat(opened(request("远帆健身有限公司拖欠教练工资", "拖欠三个月工资。"))).isNotNull();
        assertThat(opened(request("远帆健身有限公司预付卡无法退款", "门店关闭,会员卡无法退款。")
                        .replace("\"regionCode\":\"320302\"", "\"regionCode\":\"320303\"")))
                .isNotNull();
        assertThat(opened(request("远帆健身有限公司夜间音响扰民", "每晚音响很大,影响休息。"))).isNotNull();
        rounds();

        JsonNode warning = only("远帆健身");
        assertThat(warning.at("/subject/kind").asText()).isEqualTo("FIRM");
        assertThat(warning.at("/subject/name").asText()).isEqualTo("远帆健身有限公司");
        assertThat(warning.path("division").asText()).isEqualTo("3203");
        assertThat(deliveriesOf(warning)).as("the city's, not a district's").isEqualTo(1);
    }

    @Test
    void twoEvaluatorsAtOnceRaiseOneWarning() {
        WarningPath other = new WarningPath(
                vertx,
                pool,
                subjects,
                rules,
                warnings,
                directory,
                deliveries,
                deliverPath,
                clock,
                Duration.ofHours(1),
                Duration.ofHours(1));
        for (String what : List.of("外墙渗水", "地下车库积水", "电梯停运")) {
            assertThat(opened(request("翠屏佳园" + what, what))).isNotNull();
        }
        List<Uni<Boolean>> both = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            both.add(path.round());
            both.add(other.round());
        }
        List<Boolean> done = Uni.join().all(both).andFailFast().await().atMost(PATIENCE);
        assertThat(done).hasSize(20);
        rounds();
        assertThat(deliveriesOf(only("翠屏佳园"))).isEqualTo(1);
    }

    @Test
    void furtherCasesJoinTheOpenWarningAndAreToldAtAPace() {
        for (String what : List.of("外墙渗水", "地下车库积水", "电梯停运")) {
            assertThat(opened(request("松涛雅苑" + what, what))).isNotNull();
        }
        rounds();
        JsonNode raised = only("松涛雅苑");
        assertThat(opened(request("松涛雅苑路灯不亮", "路灯不亮"))).isNotNull();
        assertThat(opened(request("松涛雅苑垃圾无人清运", "垃圾无人清运"))).isNotNull();
        rounds();
        JsonNode grown = only("松涛雅苑");
        assertThat(grown.path("warningId")).isEqualTo(raised.path("warningId"));
        assertThat(grown.path("caseCount").asInt()).isEqualTo(5);
        assertThat(deliveriesOf(grown))
                .as("told once, and not again within the hour")
                .isEqualTo(1);

        run("UPDATE warning SET told_at = told_at - interval '2 hours' WHERE id = '"
                + grown.path("warningId").asText() + "'");
        rounds();
        assertThat(deliveriesOf(grown)).isEqualTo(2);
        Eventually.holds("told again", () -> told("松涛雅苑").stream()
                .anyMatch(one -> one.path("cases").size() == 5));
    }

    @Test
    void aClosedWarningIsFollowedByANewOneOnlyWhenEnoughNewCasesHaveCome() {
        for (String what : List.of("外墙渗水", "地下车库积水", "电梯停运")) {
            assertThat(opened(request("疏影雅苑" + what, what))).isNotNull();
        }
        rounds();
        String id = only("疏影雅苑").path("warningId").asText();
        assertThat(close("triage1", id, "{}").statusCode()).isEqualTo(422);
        Response closed = close("triage1", id, "{\"reason\": \"已约谈物业公司\"}");
        assertThat(closed.statusCode()).as(closed.asString()).isEqualTo(200);
        assertThat(closed.<String>path("state")).isEqualTo("CLOSED");
        assertThat(closed.<String>path("closedBy")).isEqualTo("operator:triage1");
        assertThat(close("triage1", id, "{\"reason\": \"再次\"}").statusCode()).isEqualTo(409);
        assertThat(sql("SELECT 1 FROM audit WHERE action = 'warning.close' AND subject = 'warning/" + id + "'"))
                .hasSize(1);

        assertThat(opened(request("疏影雅苑路灯不亮", "路灯不亮"))).isNotNull();
        assertThat(opened(request("疏影雅苑垃圾无人清运", "垃圾无人清运"))).isNotNull();
        rounds();
        assertThat(about("疏影雅苑")).as("two new ones are too few").hasSize(1);
        assertThat(opened(request("疏影雅苑健身器材损坏", "健身器材损坏"))).isNotNull();
        rounds();
        assertThat(about("疏影雅苑")).hasSize(2);
        assertThat(about("疏影雅苑").get(0).path("caseCount").asInt()).isEqualTo(3);
    }

    @Test
    void aPartnerSeesTheWarningsOfItsDivisionAndNoOthers() {
        for (String what : List.of("外墙渗水", "地下车库积水", "电梯停运")) {
            assertThat(opened(request("流云雅苑" + what, what))).isNotNull();
        }
        rounds();
        String id = only("流云雅苑").path("warningId").asText();
        assertThat(get(TestTokens.of("partner-gulou"), "/v1/warnings/" + id).statusCode())
                .isEqualTo(200);
        String far = TestTokens.with(Map.of("roles", List.of("partner"), "agency", "w-far", "division", "320303"));
        assertThat(get(far, "/v1/warnings/" + id).statusCode()).isEqualTo(404);
        assertThat(get(far, "/v1/warnings").asString()).doesNotContain("流云雅苑");
        String told = TestTokens.with(Map.of("roles", List.of("partner"), "agency", "w-city"));
        assertThat(get(told, "/v1/warnings/" + id).statusCode())
                .as("its target is told")
                .isEqualTo(200);
        String district = TestTokens.with(Map.of("roles", List.of("triage"), "division", "320303"));
        assertThat(get(district, "/v1/warnings/" + id).statusCode()).isEqualTo(404);
        assertThat(get(TestTokens.of("triage1"), "/v1/warnings?state=OPEN&limit=1")
                        .<List<?>>path("items"))
                .hasSize(1);
        assertThat(get(TestTokens.of("triage1"), "/v1/warnings?state=X&limit=0&cursor=1")
                        .<List<?>>path("faults"))
                .hasSize(3);
    }

    @Test
    void aRuleIsEditedUnderItsVersionAndCounts() {
        String rule = "{\"zh\": \"同一小区两件\", \"subject\": \"ESTATE\", \"categories\": [\"gov.labour\"], \"cases\": 2,"
                + " \"window\": \"P1D\"}";
        Response made = put("w-labour", null, rule);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(put("w-labour", null, rule).statusCode()).isEqualTo(428);
        assertThat(put("w-labour", "\"7\"", rule).statusCode()).isEqualTo(412);
        Response wrong = put("w-labour", made.header("ETag"), rule.replace("P1D", "1 day"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.<String>path("faults[0].pointer")).isEqualTo("/window");
        Response changed = put("w-labour", made.header("ETag"), rule.replace("\"cases\": 2", "\"cases\": 4"));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");
        assertThat(read("triage1", "/v1/warning-rules").path("items").findValuesAsText("name"))
                .contains("estate", "firm", "w-labour");
        assertThat(sql("SELECT 1 FROM audit WHERE subject = 'warning-rule/w-labour'"))
                .hasSize(2);
        run("DELETE FROM warning_rule WHERE name = 'w-labour'");
    }

    // ---------------------------------------------------------------- words of these tests

    private void target(String code, String contract, String division, String subscriptions) {
        run("INSERT INTO target (code, name, agency, role, division, base_url, contract, subscriptions) VALUES ('"
                + code
                + "', '单位', 'w-city', 'NONE', '" + division + "', '" + receiver.baseUrl(code) + "', '" + contract
                + "', '"
                + subscriptions + "')");
    }

    /** Weighs until nothing is left; the hub's own rounds may be under way meanwhile. */
    private void rounds() {
        Eventually.holds("weighed", () -> {
            Boolean more = path.round().await().atMost(PATIENCE);
            return !more && sql("SELECT 1 FROM case_subject WHERE NOT weighed").isEmpty();
        });
    }

    private List<JsonNode> about(String estate) {
        List<JsonNode> found = new ArrayList<>();
        read("triage1", "/v1/warnings?limit=200").path("items").forEach(one -> {
            if (one.at("/subject/name").asText().startsWith(estate)) {
                found.add(one);
            }
        });
        return found;
    }

    private JsonNode only(String estate) {
        List<JsonNode> found = about(estate);
        assertThat(found).as(estate).hasSize(1);
        return found.get(0);
    }

    private List<JsonNode> told(String estate) {
        return receiver.got("w-subscribed").stream()
                .map(got -> HubJson.read(got.body(), JsonNode.class))
                .filter(body -> body.at("/subject/name").asText().startsWith(estate))
                .toList();
    }

    private int deliveriesOf(JsonNode warning) {
        return sql("SELECT 1 FROM delivery WHERE warning_id = '"
                        + warning.path("warningId").asText() + "'")
                .size();
    }

    private static UUID opened(String body) {
        JsonNode answer = accepted(send(body.contains("JJDBH") ? "110" : "12345", body));
        assertThat(answer.path("outcome").asText()).as(answer.toString()).isIn("OPENED", "SUSPECTED");
        return UUID.fromString(answer.path("caseId").asText());
    }

    private static String request(String title, String content) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(
                "orderNo", "W" + UUID.randomUUID().toString().replace("-", "").substring(0, 18));
        fields.put("orderType", "投诉");
        fields.put("title", title);
        fields.put("content", content);
        fields.put("callerName", "皇甫女士");
        fields.put("callerPhone", "1380000" + (1000 + (int) (Math.random() * 9000)));
        fields.put("confidential", "0");
        fields.put("regionCode", "320302");
        fields.put("callTime", "2026-01-05 09:22:00");
        fields.put("acceptTime", "2026-01-05 09:24:15");
        return HubJson.write(fields);
    }

    private static String alarm(String text, String place) {
        return alarm(number(), text, place, null);
    }

    private static String alarm(String number, String text, String place, @Nullable String main) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("JJDBH", number);
        fields.put("XZQHDM", "320302");
        fields.put("JJLX", "01");
        fields.put("BJSJ", "2026-01-06 09:20:02");
        fields.put("BJDH", "1380000" + (1000 + (int) (Math.random() * 9000)));
        fields.put("JQDZ", place);
        fields.put("BJNR", text);
        fields.put("JQLBDM", "600000");
        fields.put("JQLXDM", "609900");
        if (main != null) {
            fields.put("HBBS", "1");
            fields.put("GLZJJDBH", main);
        }
        return HubJson.write(fields);
    }

    private static String number() {
        return "320302" + UUID.randomUUID().toString().replace("-", "").substring(0, 14);
    }

    private static Response send(String feed, String body) {
        return given().auth()
                .oauth2(TestTokens.of("feed-" + feed))
                .contentType("application/json")
                .body(body.getBytes(UTF_8))
                .post("/v1/feeds/" + feed + "/reports");
    }

    private static JsonNode accepted(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        return HubJson.read(response.asString(), JsonNode.class);
    }

    private static Response get(String token, String where) {
        return given().auth().oauth2(token).get(where);
    }

    private static JsonNode read(String who, String where) {
        Response response = get(TestTokens.of(who), where);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return HubJson.read(response.asString(), JsonNode.class);
    }

    private static Response close(String who, String id, String body) {
        return given().auth()
                .oauth2(TestTokens.of(who))
                .contentType("application/json")
                .body(body.getBytes(UTF_8))
                .post("/v1/warnings/" + id + "/close");
    }

    private static Response put(String name, @Nullable String ifMatch, String body) {
        var request = given().auth()
                .oauth2(TestTokens.of("admin1"))
                .contentType("application/json")
                .body(body.getBytes(UTF_8));
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).put("/v1/warning-rules/" + name);
    }

    private void run(String sql) {
        var done = pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private List<Row> sql(String sql) {
        return StreamSupport.stream(
                        pool.preparedQuery(sql)
                                .execute(Tuple.tuple())
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }
}
