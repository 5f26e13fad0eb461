package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.delivery.TestNotes;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scenes of repeats, over real HTTP through a real index into a real database. All people and places are invented. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class RepeatsOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** A district of this test's own, with a unit that is never reached: what is owed to it is what is looked at. */
    private static final String DIVISION = "320311";

    @Inject
    Pool pool;

    @Inject
    Sealer sealer;

    @BeforeEach
    void unit() {
        var unused = pool.query("INSERT INTO agency (code, name, division, reach) VALUES ('repeats', '某区', '" + DIVISION
                        + "', 'ASSIGNED') ON CONFLICT DO NOTHING; INSERT INTO target (code, name, agency, role, division,"
                        + " base_url, contract) VALUES ('repeats-district', '某区中心', 'repeats', 'DISTRICT', '" + DIVISION
                        + "', 'http://127.0.0.1:9', 'receiver-district') ON CONFLICT DO NOTHING")
                .execute()
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void oneDisputeOverThreeLinesIsOneCase() {
        String estate = "锦绣澜湾小区";
        JsonNode police = accepted("110", dispute(estate, "18幢", "13800001101"));
        JsonNode service = accepted(
                "12345", ticket(estate + "18幢", "13800001101", "外墙渗水物业不修", estate + "18幢外墙渗水,与物业多次争吵,物业一直不修。"));
        JsonNode legal = accepted(
                "12348", legal(estate + "18幢", "13800001101", "外墙渗水,能否起诉物业", estate + "18幢外墙渗水,物业不修,与物业争吵,能否起诉"));

        assertThat(police.path("outcome").asText()).isEqualTo("OPENED");
        assertThat(List.of(
                        service.path("outcome").asText(), legal.path("outcome").asText()))
                .containsExactly("REPEAT", "REPEAT");
        assertThat(List.of(service.path("caseId"), legal.path("caseId")))
                .containsExactly(police.path("caseId"), police.path("caseId"));
        assertThat(service.path("repeatOf")).isEqualTo(police.path("reportId"));
        assertThat(service.path("evidence").path("sameCaller").asBoolean()).isTrue();
        Row stored = one("SELECT report_count, caller_count FROM cases WHERE id = $1", caseId(police));
        assertThat(stored.getInteger("report_count")).isEqualTo(3);
        assertThat(stored.getInteger("caller_count")).isEqualTo(1);

        JsonNode inside = reports("triage1", caseId(police));
        assertThat(inside.path(2).path("said").path("title").asText()).isEqualTo("外墙渗水,能否起诉物业");
        assertThat(inside.toString()).as("nobody's number").doesNotContain("13800001101");
        assertThat(reports("author1", caseId(police)).toString())
                .as("who does not decide about cases reads no report")
                .doesNotContain("said");
    }

    private static JsonNode reports(String who, UUID id) {
        Response answer = given().auth().oauth2(TestTokens.of(who)).get("/v1/cases/" + id + "/reports");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        JsonNode items = HubJson.read(answer.asString(), JsonNode.class).path("items");
        assertThat(items).hasSize(3);
        return items;
    }

    @Test
    void aFallAtTheSameDoorIsAnotherMatter() {
        String estate = "梧桐映月小区";
        JsonNode police = accepted("110", dispute(estate, "12幢", "13800001201"));
        ObjectNode call = sample("120/samples/01-usual.json");
        call.put("sjbm", number())
                .put("xcdz", "徐州市泉山区" + estate + "12幢301")
                .put("hjdj", "13800001202")
                .put("lxdh", "13800001202");
        now(call, "dhzl_sk", "kssl_sk", "pc_sk", "zdsj", "gxsj");
        JsonNode medical = accepted("120", call.put("zdsj", "0"));
        assertThat(medical.path("outcome").asText()).isEqualTo("OPENED");
        assertThat(medical.path("caseId")).isNotEqualTo(police.path("caseId"));
    }

    @Test
    void oneCallerWhoCallsAgainIsCountedOnceAndHisLineLearnsWhereTheCaseStands() {
        String place = "青云里小区7幢";
        String first = number();
        String second = number();
        JsonNode opened = accepted("12345", ticket(first, place, "13800001301", "楼道灯坏了", place + "2单元楼道灯坏了三天,晚上看不见。"));
        JsonNode again = accepted(
                "12345", ticket(second, place, "13800001301", "楼道灯还没修", "上次反映的" + place + "2单元楼道灯坏了,到现在还没修好。"));
        assertThat(again.path("outcome").asText()).isEqualTo("REPEAT");
        assertThat(again.path("evidence").path("layer").asText()).isEqualTo("SAME_CALLER");
        Row stored = one("SELECT report_count, caller_count FROM cases WHERE id = $1", caseId(opened));
        assertThat(stored.getInteger("report_count")).isEqualTo(2);
        assertThat(stored.getInteger("caller_count")).isEqualTo(1);
        Row told = one(
                "SELECT id, sealed_note FROM delivery WHERE case_id = $1 AND target = 'line-12345' AND kind = 'ANSWER'",
                caseId(opened));
        JsonNode note = TestNotes.of(sealer, told);
        assertThat(note.path("externalIds").toString()).contains(second).doesNotContain(first);
        assertThat(note.path("answer").asText()).isEqualTo("PROGRESS");
        assertThat(note.path("state").asText()).isEqualTo("DISPATCHED");
    }

    @Test
    void theSameWordsAboutAnotherBuildingAreAnotherMatter() {
        JsonNode one = accepted("12345", ticket("枫桥水岸小区12幢", "13800001401", "外墙渗水", "枫桥水岸小区12幢外墙雨水渗漏,物业一直未修。"));
        JsonNode same = accepted("12345", ticket("枫桥水岸小区12栋", "13800001402", "外墙渗水", "枫桥水岸小区12栋外墙雨水渗漏,物业一直未修。"));
        JsonNode next = accepted("12345", ticket("枫桥水岸小区13幢", "13800001403", "外墙渗水", "枫桥水岸小区13幢外墙雨水渗漏,物业一直未修。"));
        assertThat(same.path("outcome").asText()).isEqualTo("REPEAT");
        assertThat(same.path("caseId")).isEqualTo(one.path("caseId"));
        assertThat(next.path("outcome").asText()).isIn("OPENED", "SUSPECTED");
        assertThat(next.path("caseId")).isNotEqualTo(one.path("caseId"));
    }

    @Test
    void aMatterThatIsOverAndComesBackIsItsOwnCaseWithALink() {
        String place = "柳岸春晓小区3幢";
        JsonNode first = accepted("12345", ticket(place, "13800001501", "电梯停运", place + "电梯停运两天,老人上不了楼。"));
        var closed = pool.preparedQuery("UPDATE cases SET state = 'ARCHIVED' WHERE id = $1")
                .execute(Tuple.of(caseId(first)))
                .await()
                .atMost(PATIENCE);
        JsonNode back = accepted("12345", ticket(place, "13800001501", "电梯停运", place + "电梯又停运两天,老人上不了楼。"));
        assertThat(back.path("outcome").asText()).isEqualTo("OPENED");
        assertThat(back.path("repeatOf")).isEqualTo(first.path("reportId"));
        assertThat(one(
                                "SELECT count(*) AS n FROM link WHERE from_case = $1 AND to_case = $2 AND kind = 'RECURRENCE'",
                                caseId(back),
                                caseId(first))
                        .getLong("n"))
                .isEqualTo(1);
    }

    @Test
    void aStormOfFiveHundredCallsAboutOneWaterCutIsOneCaseAndAHandfulOfMessages() {
        int calls = 500;
        List<JsonNode> answers =
                together(calls, i -> i % 2 == 0 ? accepted("12345", waterTicket(i)) : accepted("110", waterAlarm(i)));
        Set<JsonNode> cases = new HashSet<>();
        answers.forEach(answer -> cases.add(answer.path("caseId")));
        Map<String, Long> outcomes = answers.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.path("outcome").asText() + " " + answer.path("evidence"),
                        Collectors.counting()));
        assertThat(cases).as("outcomes %s", outcomes).hasSize(1);
        UUID id = caseId(answers.get(0));
        Row stored = one("SELECT report_count, caller_count, urgency FROM cases WHERE id = $1", id);
        assertThat(stored.getString("urgency"))
                .as("a hundred callers make it so")
                .isEqualTo("CRITICAL");
        assertThat(stored.getInteger("report_count")).isEqualTo(calls);
        assertThat(stored.getInteger("caller_count")).isEqualTo(calls);
        Row told = one(
                "SELECT max(n) AS n FROM (SELECT target, count(*) AS n FROM delivery WHERE case_id = $1"
                        + " AND kind = 'UPDATE' AND state <> 'SUPERSEDED' GROUP BY target) t",
                id);
        assertThat(told.getLong("n")).isBetween(1L, 6L);
    }

    // ------------------------------------------------------------ small parts

    private static ObjectNode dispute(String estate, String building, String phone) {
        ObjectNode alarm = sample("110/samples/01-dispute.json");
        alarm.put("JJDBH", number())
                .put("BJDH", phone)
                .put("XZQHDM", DIVISION)
                .put("JQDZ", estate + building)
                .put("BJNR", "反映" + estate + building + "外墙渗水,与物业发生争吵,物业不修")
                .put("JQBQ", "物业纠纷");
        return now(alarm, "BJSJ", "JJSJ", "JJWCSJ", "CJSJ", "GXSJ");
    }

    private static ObjectNode waterAlarm(int i) {
        ObjectNode alarm = sample("110/samples/01-dispute.json");
        alarm.put("JJDBH", number())
                .put("BJDH", "1380010" + String.format("%04d", i))
                .put("XZQHDM", DIVISION)
                .put("JQDZ", "云杉佳苑小区" + (1 + i % 20) + "幢")
                .put("BJNR", "云杉佳苑小区停水了,整个小区都没有水")
                .put("JQLBDM", "600000")
                .put("JQLXDM", "601300")
                .put("JQBQ", "停水");
        alarm.remove(List.of("BJRXZB", "BJRYZB"));
        return now(alarm, "BJSJ", "JJSJ", "JJWCSJ", "CJSJ", "GXSJ");
    }

    private static ObjectNode waterTicket(int i) {
        ObjectNode ticket = ticket(
                "云杉佳苑小区" + (1 + i % 20) + "幢", "1380010" + String.format("%04d", i), "小区停水", "云杉佳苑小区从早上开始停水,整个小区都没有水。");
        ticket.remove("categoryL3");
        return ticket.put("categoryL1", "公用事业").put("categoryL2", "供水");
    }

    private static ObjectNode ticket(String place, String phone, String title, String text) {
        return ticket(number(), place, phone, title, text);
    }

    private static ObjectNode ticket(String number, String place, String phone, String title, String text) {
        ObjectNode ticket = sample("12345/samples/01-leaking-wall.json");
        ticket.remove(List.of("coordX", "coordY", "grid", "categoryL4"));
        ticket.put("orderNo", number)
                .put("cityOrderNo", number)
                .put("districtOrderNo", number)
                .put("callerPhone", phone)
                .put("contactPhone", phone)
                .put("title", title)
                .put("content", text)
                .put("incidentAddress", place)
                .put("regionCode", DIVISION);
        return now(ticket, "callTime", "acceptTime", "updateTime");
    }

    private static ObjectNode legal(String place, String phone, String title, String text) {
        ObjectNode ticket = sample("12348/samples/01-usual.json");
        ticket.put("ticketNo", number())
                .put("recordId", number())
                .put("callerNumber", phone)
                .put("title", title)
                .put("content", text)
                .put("incidentAddress", place)
                .put("regionCode", DIVISION);
        return now(ticket, "callTime", "createTime", "updateTime");
    }

    @CanIgnoreReturnValue
    private static ObjectNode now(ObjectNode payload, String... fields) {
        String now = CLOCK.format(LocalDateTime.now(Clocks.CHINA));
        for (String field : fields) {
            payload.put(field, now);
        }
        return payload;
    }

    private static ObjectNode sample(String path) {
        try (var in = RepeatsOverHttpTest.class.getResourceAsStream("/contracts/feeds/" + path)) {
            return (ObjectNode) HubJson.mapper().readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @CanIgnoreReturnValue
    private static JsonNode accepted(String feed, ObjectNode body) {
        Response response = given().auth()
                .oauth2(TestTokens.of("feed-" + feed))
                .contentType("application/json")
                .body(body.toString().getBytes(UTF_8))
                .post("/v1/feeds/" + feed + "/reports");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        return HubJson.read(response.asString(), JsonNode.class);
    }

    /** Sends all at once through 50 clients and gives the answers in their order. */
    private static List<JsonNode> together(int count, java.util.function.IntFunction<JsonNode> send) {
        ExecutorService clients = Executors.newFixedThreadPool(50);
        try {
            List<CompletableFuture<JsonNode>> answers = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> send.apply(i), clients))
                    .toList();
            return new ArrayList<>(answers.stream().map(CompletableFuture::join).toList());
        } finally {
            clients.shutdownNow();
        }
    }

    private static String number() {
        return "320302" + UUID.randomUUID().toString().replace("-", "").substring(0, 14);
    }

    private static UUID caseId(JsonNode accepted) {
        return UUID.fromString(accepted.path("caseId").asText());
    }

    private Row one(String sql, Object... parameters) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .map(rows -> rows.iterator().next())
                .await()
                .atMost(PATIENCE);
    }
}
