package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.huiliu.Eventually;
import org.huiliu.TestReceiver;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.delivery.TestNotes;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Tx;
import org.huiliu.reviews.ReviewBook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators join, split and take apart cases of a district of its own, whose units are real receivers. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class OperatorPathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String DIVISION = "320305";
    private static final String CITY = "op-municipal";
    private static final String DISTRICT = "op-district";
    private static final String GOV = "609900";
    private static final String POLICE = "500300";

    private static final AtomicInteger CALLERS = new AtomicInteger(2000);

    private static Vertx vertx;
    private static TestReceiver receiver;
    private static boolean ready;

    @Inject
    Pool pool;

    @Inject
    Sealer sealer;

    @Inject
    ReviewBook reviews;

    @BeforeAll
    static void listen() {
        vertx = Vertx.vertx();
        receiver = new TestReceiver(vertx);
    }

    @AfterAll
    static void hangUp() {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void units() {
        if (ready) {
            return;
        }
        ready = true;
        run("INSERT INTO agency (code, name, division, reach) VALUES ('op-agency', '某区', '320305', 'ASSIGNED')");
        for (String[] unit :
                new String[][] {{CITY, "MUNICIPAL", "receiver-municipal"}, {DISTRICT, "DISTRICT", "receiver-district"}
                }) {
            run("INSERT INTO target (code, name, agency, role, division, base_url, contract) VALUES ('" + unit[0]
                    + "', '某单位', 'op-agency', '" + unit[1] + "', '" + DIVISION + "', '" + receiver.baseUrl(unit[0])
                    + "', '" + unit[2] + "')");
        }
    }

    // ------------------------------------------------------------ merge

    @Test
    void aMergedCaseIsRecalledFromItsUnitsAndTheyGetTheOtherOne() {
        UUID into = open(GOV, "路灯不亮");
        UUID from = open(POLICE, "门锁打不开");
        Eventually.holds("both are out", () -> told(DISTRICT, into, "CREATE") && told(CITY, from, "CREATE"));

        JsonNode done = done(act(from, "{\"action\":\"MERGE\",\"into\":\"" + into + "\",\"reason\":\"同一事项\"}"));

        assertThat(done.path("state").asText()).isEqualTo("MERGED");
        assertThat(done.at("/other/reportCount").asInt()).isEqualTo(2);
        assertThat(done.at("/other/callerCount").asInt()).isEqualTo(2);
        Eventually.holds(
                "the units are told",
                () -> told(CITY, from, "RECALL") && told(CITY, into, "CREATE") && told(DISTRICT, into, "UPDATE"));
        String recall = receiver.got(CITY).stream()
                .map(TestReceiver.Got::body)
                .filter(body -> body.contains("RECALL") && body.contains(from.toString()))
                .findFirst()
                .orElseThrow();
        JsonNode reason = HubJson.read(recall, JsonNode.class).path("reason");
        assertThat(reason.path("code").asText()).isEqualTo("MERGED");
        assertThat(reason.path("mergedInto").asText()).isEqualTo(into.toString());
        assertThat(roles(into)).isEqualTo(Map.of(DISTRICT, "HOST", CITY, "CO"));
        assertThat(roles(from)).isEmpty();
        assertThat(events(from)).contains("MERGED");
        assertThat(events(into)).contains("MERGED_IN");
        assertThat(one("SELECT reason, actor FROM audit WHERE action = 'case.merge' AND subject = $1", "case/" + from)
                        .getString("reason"))
                .isEqualTo("同一事项");
    }

    @Test
    void whatEachOfTheReportsSaysIsInTheCaseThatTheyAreHandledWith() {
        UUID into = open(GOV, "下水道堵塞");
        UUID from = open(POLICE, "独自被困家中", "BKRYQKSM", "一名老人被困");

        JsonNode unused = done(merge(from, into));

        JsonNode content = read(into).path("content");
        assertThat(content.path("flags").toString()).contains("TRAPPED");
        assertThat(content.path("supplements").toString()).contains("独自被困家中");
        assertThat(content.path("title").asText()).contains("下水道堵塞");
    }

    @Test
    void theLinesOfAMergedCaseHearWhatBecomesOfTheOther() {
        UUID top = open(GOV, "树枝折断");
        UUID middle = open(POLICE, "车门打不开");
        UUID leaf = open(POLICE, "箱子打不开");
        JsonNode first = done(merge(leaf, middle));
        JsonNode second = done(merge(middle, top));

        UUID lapsing = ask(open(GOV, "站牌模糊"), top);
        UUID delivery = query(
                        "SELECT id FROM delivery WHERE case_id = $1 AND target = $2 AND kind = 'CREATE'", top, DISTRICT)
                .get(0)
                .getUUID("id");
        Response receipt = given().auth()
                .oauth2(TestTokens.with(Map.of("roles", List.of("target"), "target", DISTRICT)))
                .contentType("application/json")
                .body("{\"deliveryId\":\"" + delivery + "\",\"receiptId\":\"" + UUID.randomUUID()
                        + "\",\"kind\":\"RESOLVED\",\"result\":{\"outcome\":\"SOLVED\",\"text\":\"已处理\"}}")
                .post("/v1/cases/" + top + "/receipts");
        assertThat(receipt.statusCode()).as(receipt.asString()).isEqualTo(200);

        Response status = given().auth().oauth2(TestTokens.of("feed-110")).get("/v1/feeds/110/reports/" + record(leaf));
        assertThat(status.<String>path("state")).isEqualTo("MERGED");
        assertThat(status.<String>path("handledWith")).isEqualTo(top.toString());
        assertThat(status.<String>path("handledState")).isEqualTo("RESOLVED");

        String note = TestNotes.of(
                        sealer, one("SELECT id, sealed_note FROM delivery WHERE case_id = $1 AND kind = 'ANSWER'", top))
                .toString();
        for (UUID each : List.of(top, middle, leaf)) {
            assertThat(note).contains(record(each));
        }
        // of a case that is over nothing is asked any more
        assertThat(operator().get("/v1/reviews/" + lapsing).<String>path("state"))
                .isEqualTo("LAPSED");
    }

    @Test
    void aCaseWithoutAnOwnerGetsTheUnitsOfTheOneThatJoinsIt() {
        UUID into = open(GOV, "不知道归谁管", "XZQHDM", "990000", "JQDZ", "外地");
        UUID from = open(GOV, "公告栏破损");
        assertThat(state(into)).isEqualTo("REVIEW");

        JsonNode unused = done(merge(from, into));

        assertThat(state(into)).isEqualTo("DISPATCHED");
        assertThat(roles(into)).isEqualTo(Map.of(DISTRICT, "HOST"));
        assertThat(read(into).at("/handling/hostUnit").asText()).isEqualTo(DISTRICT);

        JsonNode back = done(act(from, "{\"action\":\"SPLIT\",\"reason\":\"误并\"}"));
        assertThat(state(into)).isEqualTo("REVIEW");
        assertThat(roles(into)).isEmpty();
        assertThat(roles(from)).isEqualTo(Map.of(DISTRICT, "HOST"));
    }

    /** A merge counts callers like any other way of joining; what they made urgent stays so when one leaves. */
    @Test
    void manyCallersMakeAMergedCaseUrgent() {
        UUID into = open(GOV, "路口信号灯全灭");
        String utility = "601300";
        UUID pipe = open(utility, "供水主管爆裂", "JQDZ", "贾汪街道青松路1号");
        run("INSERT INTO report (id, feed, external_id, content_hash, case_id, outcome, received_at, content,"
                + " sealed_content, sealed_payload, media_type, phone_hash) SELECT gen_random_uuid(), 'x', 'x' || n, '', '"
                + pipe + "', 'STALE', now(), '{}', '', '', 'application/json', decode(lpad(to_hex(n), 32, '0'), 'hex')"
                + " FROM generate_series(1, 60) n");
        assertThat(read(pipe).at("/content/urgency").asText()).isEqualTo("URGENT");
        UUID further = open(utility, "水厂阀门井冒水", "JQDZ", "老矿街道白塔路9号");
        JsonNode merged = done(merge(further, pipe));
        assertThat(merged.at("/other/callerCount").asInt()).isEqualTo(62);
        assertThat(read(pipe).at("/content/urgency").asText()).isEqualTo("CRITICAL");
        JsonNode split = done(act(further, "{\"action\":\"SPLIT\",\"reason\":\"误并\"}"));
        assertThat(split.at("/other/callerCount").asInt()).isEqualTo(61);
        assertThat(read(pipe).at("/content/urgency").asText()).isEqualTo("CRITICAL");
        assertThat(events(pipe)).contains("URGENCY_RAISED");
        assertThat(read(into).at("/content/urgency").asText()).isEqualTo("NORMAL");
    }

    @Test
    void anIllegalMergeIsToldWhatIsLegal() {
        UUID one = open(GOV, "井盖松动");
        UUID other = open(GOV, "广告牌摇晃");
        assertThat(merge(one, one).statusCode()).isEqualTo(409);
        JsonNode unused = done(merge(one, other));
        Response again = merge(one, other);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.<List<String>>path("allowed")).contains("DISPATCHED");
        // into a case that is handled with this very one
        Response circle = merge(other, one);
        assertThat(circle.statusCode()).isEqualTo(409);
        run("UPDATE cases SET state = 'ARCHIVED' WHERE id = '" + other + "'");
        Response closed = merge(open(GOV, "长椅损坏"), other);
        assertThat(closed.statusCode()).isEqualTo(409);
        assertThat(closed.<String>path("detail")).contains("ARCHIVED");
    }

    @Test
    void intoAMergedCaseMeansIntoTheOneThatItIsHandledWith() {
        UUID top = open(GOV, "水管漏水");
        UUID middle = open(GOV, "花坛破损");
        UUID late = open(GOV, "护栏变形");
        JsonNode first = done(merge(middle, top));
        JsonNode second = done(merge(late, middle));
        assertThat(second.at("/other/caseId").asText()).isEqualTo(top.toString());
        assertThat(second.at("/other/reportCount").asInt()).isEqualTo(3);
    }

    // ------------------------------------------------------------ split

    @Test
    void aSplitGivesBackStateUnitsCountsAndContent() {
        UUID into = open(GOV, "垃圾没人清");
        UUID from = open(POLICE, "楼上吵闹", "BKRYQKSM", "有人被困");
        Eventually.holds("both are out", () -> told(DISTRICT, into, "CREATE") && told(DISTRICT, from, "CREATE"));
        signed(from, DISTRICT);
        assertThat(state(from)).isEqualTo("SIGNED");
        Map<String, String> had = roles(from);
        String before = content(into);
        JsonNode merged = done(merge(from, into));

        JsonNode split = done(act(from, "{\"action\":\"SPLIT\",\"reason\":\"误并\"}"));

        assertThat(split.path("state").asText()).isEqualTo("SIGNED");
        assertThat(split.at("/other/reportCount").asInt()).isEqualTo(1);
        assertThat(split.at("/other/callerCount").asInt()).isEqualTo(1);
        assertThat(content(into)).isEqualTo(before);
        assertThat(roles(from)).isEqualTo(had);
        assertThat(roles(into)).isEqualTo(Map.of(DISTRICT, "HOST"));
        Eventually.holds(
                "the units have both again",
                () -> count(DISTRICT, from, "CREATE") == 2
                        && told(DISTRICT, into, "UPDATE")
                        && told(CITY, into, "RECALL"));
        // the host signs what it was sent anew, and goes on
        signed(from, DISTRICT);
        assertThat(state(from)).isEqualTo("SIGNED");
        assertThat(query(
                        "SELECT 1 FROM link WHERE from_case = $1 AND to_case = $2 AND kind = 'SEPARATE'"
                                + " AND undone_at IS NULL",
                        from,
                        into))
                .hasSize(1);
        assertThat(act(from, "{\"action\":\"SPLIT\",\"reason\":\"再拆\"}").statusCode())
                .isEqualTo(409);
        // a person may change their mind
        JsonNode again = done(merge(from, into));
        assertThat(query("SELECT 1 FROM link WHERE from_case = $1 AND kind = 'SEPARATE' AND undone_at IS NULL", from))
                .isEmpty();
    }

    @Test
    void aSplitInTheMiddleOfATreeTakesItsOwnMembersAlong() {
        UUID top = open(GOV, "道路积水");
        UUID middle = open(GOV, "墙面开裂");
        UUID leaf = open(GOV, "电梯故障");
        JsonNode first = done(merge(leaf, middle));
        JsonNode second = done(merge(middle, top));
        assertThat(read(top).path("reportCount").asInt()).isEqualTo(3);

        JsonNode split = done(act(middle, "{\"action\":\"SPLIT\",\"reason\":\"误并\"}"));

        assertThat(split.path("reportCount").asInt()).isEqualTo(2);
        assertThat(split.path("callerCount").asInt()).isEqualTo(2);
        assertThat(read(top).path("reportCount").asInt()).isEqualTo(1);
        assertThat(content(top)).doesNotContain("墙面开裂", "电梯故障");
        assertThat(content(middle)).contains("电梯故障");
        assertThat(state(leaf)).isEqualTo("MERGED");
    }

    // ------------------------------------------------------------ detach

    @Test
    void aReportThatIsTakenOutGetsItsOwnCaseAndTheOldOneForgetsIt() {
        String main = number();
        UUID caseId = opened(send(alarm(main, GOV, "小区停水", phone())));
        String number = number();
        JsonNode attached = accepted(send(joined(
                alarm(number, POLICE, "钥匙丢了", phone(), "BKRYQKSM", "孩子被困", "GXSJ", "2025-09-11 09:30:00"), main)));
        assertThat(attached.path("outcome").asText()).isEqualTo("REPEAT");
        String reportId = attached.path("reportId").asText();
        assertThat(read(caseId).path("reportCount").asInt()).isEqualTo(2);
        assertThat(content(caseId)).contains("钥匙丢了", "TRAPPED");
        JsonNode listed = reports(caseId);
        assertThat(listed.at("/items/1/attachment/layer").asText()).isEqualTo("MAIN_RECORD");

        JsonNode done =
                done(act(caseId, "{\"action\":\"DETACH\",\"reportId\":\"" + reportId + "\",\"reason\":\"两件事\"}"));

        UUID own = UUID.fromString(done.at("/other/caseId").asText());
        assertThat(done.path("reportCount").asInt()).isEqualTo(1);
        assertThat(done.path("callerCount").asInt()).isEqualTo(1);
        assertThat(done.at("/other/callerCount").asInt()).isEqualTo(1);
        assertThat(content(caseId)).doesNotContain("钥匙丢了", "TRAPPED");
        assertThat(read(own).at("/content/title").asText()).contains("钥匙丢了");
        assertThat(state(own)).isEqualTo("DISPATCHED");
        assertThat(reports(own).path("items")).hasSize(1);
        assertThat(query("SELECT 1 FROM attachment WHERE case_id = $1 AND undone_at IS NULL", caseId))
                .isEmpty();
        assertThat(query("SELECT 1 FROM link WHERE from_case = $1 AND to_case = $2 AND kind = 'SEPARATE'", own, caseId))
                .hasSize(1);
        Eventually.holds("the units are told", () -> told(DISTRICT, own, "CREATE") && told(DISTRICT, caseId, "UPDATE"));
        // the same message again, and a newer version, find the record where it is now
        JsonNode replayed =
                accepted(send(joined(alarm(number, POLICE, "钥匙丢了", phone(), "GXSJ", "2025-09-11 09:40:00"), main)));
        assertThat(replayed.path("caseId").asText()).isEqualTo(own.toString());
        assertThat(replayed.path("outcome").asText()).isEqualTo("UPDATED");
        // what opened a case stays
        String opener = reports(caseId).at("/items/0/reportId").asText();
        Response refused = act(caseId, "{\"action\":\"DETACH\",\"reportId\":\"" + opener + "\",\"reason\":\"两件事\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
    }

    @Test
    void theVeryMessageAgainIsAnsweredWithTheCaseThatItHasNow() {
        String main = number();
        UUID caseId = opened(send(alarm(main, GOV, "绿化带被占", phone())));
        String message = joined(alarm(number(), GOV, "围墙倒了", phone(), "GXSJ", "2025-09-11 09:30:00"), main);
        String reportId = accepted(send(message)).path("reportId").asText();
        JsonNode done =
                done(act(caseId, "{\"action\":\"DETACH\",\"reportId\":\"" + reportId + "\",\"reason\":\"两件事\"}"));
        JsonNode again = accepted(send(message));
        assertThat(again.path("outcome").asText()).isEqualTo("REPLAYED");
        assertThat(again.path("caseId").asText())
                .isEqualTo(done.at("/other/caseId").asText());
    }

    @Test
    void noReportIsLostWhenAMergedTreeIsTakenApart() {
        String main = number();
        UUID top = open(GOV, "屋顶漏雨");
        UUID middle = opened(send(alarm(main, GOV, "管道异响", phone())));
        String attached = accepted(send(joined(alarm(number(), GOV, "窗户掉落", phone()), main)))
                .path("reportId")
                .asText();
        JsonNode merged = done(merge(middle, top));
        assertThat(merged.at("/other/reportCount").asInt()).isEqualTo(3);
        assertThat(reports(top).path("items")).hasSize(3);
        Response wrongCase = act(top, "{\"action\":\"DETACH\",\"reportId\":\"" + attached + "\",\"reason\":\"两件事\"}");
        assertThat(wrongCase.statusCode()).isEqualTo(409);
        assertThat(wrongCase.<String>path("detail")).contains(middle.toString());

        JsonNode detached =
                done(act(middle, "{\"action\":\"DETACH\",\"reportId\":\"" + attached + "\",\"reason\":\"两件事\"}"));

        assertThat(read(top).path("reportCount").asInt()).isEqualTo(2);
        assertThat(content(top)).doesNotContain("窗户掉落").contains("管道异响");
        assertThat(reports(UUID.fromString(detached.at("/other/caseId").asText()))
                        .path("items"))
                .hasSize(1);
        assertThat(reports(top).path("items")).hasSize(2);
    }

    // ------------------------------------------------------------ odd input, roles, versions

    @Test
    void anOrderThatMakesNoSenseIsRefusedWithEachSpot() {
        UUID caseId = open(GOV, "公厕关门");
        assertThat(faults(act(caseId, "{}"))).containsExactly("/action", "/reason");
        assertThat(faults(act(caseId, "{\"action\":\"MERGE\",\"reason\":\"  \"}")))
                .containsExactly("/into", "/reason");
        assertThat(faults(act(
                        caseId,
                        "{\"action\":\"SPLIT\",\"into\":\"" + caseId + "\",\"reason\":\"" + "长".repeat(1001) + "\"}")))
                .containsExactly("/into", "/reason");
        for (String body : List.of(
                "{\"action\":\"EXPLODE\",\"reason\":\"x\"}",
                "{\"action\":\"MERGE\",\"into\":\"not-an-id\",\"reason\":\"x\"}",
                "{\"action\":\"SPLIT\",\"reason\":\"x\",\"more\":1}",
                "{\"action\":\"SPLIT\",\"reason\":{\"a\":1}}",
                "[]",
                "{\"action\":")) {
            assertThat(act(caseId, body).statusCode()).as(body).isIn(400, 422);
        }
        assertThat(merge(caseId, UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(merge(UUID.randomUUID(), caseId).statusCode()).isEqualTo(404);
        assertThat(act(caseId, "{\"action\":\"DETACH\",\"reportId\":\"" + UUID.randomUUID() + "\",\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anOperatorActsOnWhatItHasSeen() {
        UUID one = open(GOV, "路牌歪了");
        UUID other = open(GOV, "喷泉坏了");
        String body = "{\"action\":\"MERGE\",\"into\":\"" + other + "\",\"reason\":\"同一事项\"}";
        assertThat(operator().body(body).post(actions(one)).statusCode()).isEqualTo(428);
        assertThat(operator()
                        .header("If-Match", "\"99\"")
                        .body(body)
                        .post(actions(one))
                        .statusCode())
                .isEqualTo(412);
        String tag = operator().get("/v1/cases/" + one).header("ETag");
        Response done = operator().header("If-Match", tag).body(body).post(actions(one));
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
        assertThat(done.header("ETag")).isEqualTo("\"" + done.path("revision") + "\"");
    }

    @Test
    void anOperatorOfAnotherDistrictFindsNothing() {
        UUID one = open(GOV, "栏杆缺失");
        UUID other = open(GOV, "台阶破损");
        String elsewhere = TestTokens.with(Map.of("roles", List.of("triage"), "division", "320303"));
        Response refused = given().auth()
                .oauth2(elsewhere)
                .contentType("application/json")
                .header("If-Match", "*")
                .body("{\"action\":\"MERGE\",\"into\":\"" + other + "\",\"reason\":\"x\"}")
                .post(actions(one));
        assertThat(refused.statusCode()).isEqualTo(404);
        UUID review = ask(one, other);
        assertThat(given().auth().oauth2(elsewhere).get("/v1/reviews/" + review).statusCode())
                .isEqualTo(404);
        assertThat(given().auth()
                        .oauth2(elsewhere)
                        .contentType("application/json")
                        .body("{\"decision\":\"ATTACH\",\"reason\":\"x\"}")
                        .post("/v1/reviews/" + review + "/decision")
                        .statusCode())
                .isEqualTo(404);
    }

    /** Many operators merge the same cases into each other at once: a tree comes of it, with every report in it. */
    @Test
    void ordersAtOnceNeverMakeACircleAndLoseNoReport() {
        List<UUID> cases = List.of(open(GOV, "灯杆锈蚀"), open(GOV, "水池浑浊"), open(GOV, "草坪枯死"), open(GOV, "石板翘起"));
        ExecutorService operators = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Response>> answers = new ArrayList<>();
            for (UUID from : cases) {
                for (UUID into : cases) {
                    answers.add(CompletableFuture.supplyAsync(() -> merge(from, into), operators));
                }
            }
            assertThat(answers.stream().map(CompletableFuture::join).map(Response::statusCode))
                    .containsOnly(200, 409);
        } finally {
            operators.shutdownNow();
        }
        List<UUID> standing =
                cases.stream().filter(id -> !state(id).equals("MERGED")).toList();
        assertThat(standing).hasSize(1);
        assertThat(read(standing.get(0)).path("reportCount").asInt()).isEqualTo(4);
        assertThat(reports(standing.get(0)).path("items")).hasSize(4);
    }

    // ------------------------------------------------------------ reviews

    @Test
    void ofTwoOperatorsWhoDecideOneReviewTheSecondIsToldWhoCameFirst() {
        UUID subject = open(GOV, "自来水发黄");
        UUID other = open(GOV, "水质异味");
        UUID review = ask(subject, other);
        ExecutorService operators = Executors.newFixedThreadPool(6);
        List<Response> answers;
        try {
            answers = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> decide(review, "{\"decision\":\"ATTACH\",\"reason\":\"同一处\"}"), operators))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            operators.shutdownNow();
        }
        assertThat(answers.stream().filter(one -> one.statusCode() == 200)).hasSize(1);
        assertThat(answers.stream().filter(one -> one.statusCode() == 409))
                .hasSize(5)
                .allSatisfy(one -> assertThat(one.<String>path("detail")).contains("operator:"));
        assertThat(state(subject)).isEqualTo("MERGED");
        assertThat(read(other).path("reportCount").asInt()).isEqualTo(2);
        JsonNode now = HubJson.read(operator().get("/v1/reviews/" + review).asString(), JsonNode.class);
        assertThat(now.path("state").asText()).isEqualTo("DECIDED");
        assertThat(now.path("decision").asText()).isEqualTo("ATTACH");
    }

    @Test
    void whatIsKeptApartIsNotJoinedAndNotAskedAgain() {
        UUID subject = open(GOV, "噪声扰民");
        UUID other = open(GOV, "广场舞太吵");
        UUID review = ask(subject, other);
        assertThat(read(subject).path("openReviews").asInt()).isEqualTo(1);
        Response decided = decide(review, "{\"decision\":\"SEPARATE\",\"reason\":\"两处\"}");
        assertThat(decided.statusCode()).as(decided.asString()).isEqualTo(200);
        assertThat(state(subject)).isEqualTo("DISPATCHED");
        JsonNode link = read(subject).at("/links/0");
        assertThat(link.path("kind").asText()).isEqualTo("SEPARATE");
        assertThat(link.path("decidedBy").asText()).isEqualTo("OPERATOR");
        assertThat(read(subject).has("openReviews")).isTrue();
        assertThat(read(subject).path("openReviews").asInt()).isZero();
    }

    @Test
    void aCaseMayBelongElsewhere() {
        UUID subject = open(GOV, "河道漂油");
        UUID other = open(GOV, "河水发黑");
        UUID third = open(GOV, "排污口偷排");
        UUID review = ask(subject, other);
        assertThat(faults(decide(review, "{\"decision\":\"ATTACH_ELSEWHERE\",\"reason\":\"x\"}")))
                .containsExactly("/into");
        assertThat(decide(
                                review,
                                "{\"decision\":\"ATTACH_ELSEWHERE\",\"into\":\"" + UUID.randomUUID()
                                        + "\",\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
        Response decided =
                decide(review, "{\"decision\":\"ATTACH_ELSEWHERE\",\"into\":\"" + third + "\",\"reason\":\"同一处\"}");
        assertThat(decided.statusCode()).as(decided.asString()).isEqualTo(200);
        assertThat(read(third).path("reportCount").asInt()).isEqualTo(2);
        assertThat(read(subject).at("/links/0/kind").asText()).isEqualTo("PARENT");
        assertThat(read(third).at("/links/0/kind").asText()).isEqualTo("CHILD");
    }

    @Test
    void aMergeAnswersWhatWasAskedAndPassesOnTheRest() {
        UUID subject = open(GOV, "路面塌陷");
        UUID other = open(GOV, "人行道沉降");
        UUID waiting = open(GOV, "盲道断裂");
        UUID answered = ask(subject, other);
        UUID passedOn = ask(waiting, subject);
        JsonNode unused = done(merge(subject, other));
        assertThat(HubJson.read(operator().get("/v1/reviews/" + answered).asString(), JsonNode.class)
                        .path("state")
                        .asText())
                .isEqualTo("LAPSED");
        JsonNode open = HubJson.read(operator().get("/v1/reviews/" + passedOn).asString(), JsonNode.class);
        assertThat(open.path("state").asText()).isEqualTo("OPEN");
        assertThat(open.at("/other/caseId").asText()).isEqualTo(other.toString());
        Response late = decide(answered, "{\"decision\":\"ATTACH\",\"reason\":\"x\"}");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.<String>path("detail")).contains("lapsed");
    }

    @Test
    void reviewsAreListedOldestFirstPageByPage() {
        List<UUID> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.add(ask(open(GOV, "第" + i + "处违建"), open(GOV, "第" + i + "处占道")));
        }
        List<UUID> listed = new ArrayList<>();
        String next = "/v1/reviews?state=OPEN&kind=SUSPECTED&limit=2";
        while (next != null) {
            JsonNode page =
                    HubJson.read(operator().urlEncodingEnabled(false).get(next).asString(), JsonNode.class);
            page.path("items")
                    .forEach(item ->
                            listed.add(UUID.fromString(item.path("reviewId").asText())));
            assertThat(page.toString()).doesNotContain("1380000", "皇甫");
            next = page.has("next") ? page.path("next").asText() : null;
        }
        assertThat(listed).containsSubsequence(asked).doesNotHaveDuplicates();
        Response wrong = operator().get("/v1/reviews?state=X&kind=Y&cursor=z&limit=0");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(faults(wrong)).containsExactly("/state", "/kind", "/cursor", "/limit");
    }

    @Test
    void aMergedCaseKeepsToThePublishedSchema() throws IOException {
        UUID into = open(GOV, "外墙脱落");
        UUID from = open(GOV, "瓷砖坠落");
        UUID review = ask(from, into);
        Response decided = decide(review, "{\"decision\":\"ATTACH\",\"reason\":\"同一处\"}");
        assertThat(decided.statusCode()).isEqualTo(200);
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("contracts/case/v1/case.schema.json")));
        for (UUID id : List.of(from, into)) {
            assertThat(schema.validate(read(id))).isEmpty();
        }
        assertThat(read(from).at("/links/0/evidence/textSimilarity").asDouble()).isEqualTo(0.6);
    }

    // ------------------------------------------------------------ small parts

    private UUID ask(UUID subject, UUID other) {
        Map<String, Object> evidence = Map.of("score", 0.62, "text", 0.6, "distanceM", 40, "apartS", 60);
        Void opened = Tx.run(
                        pool,
                        tx -> reviews.open(
                                tx,
                                List.of(ReviewBook.NewReview.suspected(
                                        subject, other, evidence, OffsetDateTime.now()))))
                .await()
                .atMost(PATIENCE);
        return one("SELECT id FROM review WHERE case_id = $1 AND other_case = $2 AND state = 'OPEN'", subject, other)
                .getUUID("id");
    }

    private static Response decide(UUID review, String body) {
        return operator().body(body).post("/v1/reviews/" + review + "/decision");
    }

    private static Response merge(UUID from, UUID into) {
        return act(from, "{\"action\":\"MERGE\",\"into\":\"" + into + "\",\"reason\":\"同一事项\"}");
    }

    private static Response act(UUID caseId, String body) {
        return operator().header("If-Match", "*").body(body.getBytes(UTF_8)).post(actions(caseId));
    }

    private static String actions(UUID caseId) {
        return "/v1/cases/" + caseId + "/actions";
    }

    private static RequestSpecification operator() {
        return given().auth().oauth2(TestTokens.of("triage1")).contentType("application/json");
    }

    private static JsonNode done(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return HubJson.read(response.asString(), JsonNode.class);
    }

    private static List<String> faults(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isIn(400, 422);
        return response.path("faults.pointer");
    }

    private void signed(UUID caseId, String unit) {
        UUID delivery = query(
                        "SELECT d.id FROM delivery d JOIN assignment a ON a.id = d.assignment_id WHERE d.case_id = $1"
                                + " AND d.target = $2 AND d.kind = 'CREATE' AND a.state = 'DISPATCHED'",
                        caseId,
                        unit)
                .get(0)
                .getUUID("id");
        Response receipt = given().auth()
                .oauth2(TestTokens.with(Map.of("roles", List.of("target"), "target", unit)))
                .contentType("application/json")
                .body("{\"deliveryId\":\"" + delivery + "\",\"receiptId\":\"" + UUID.randomUUID()
                        + "\",\"kind\":\"SIGNED\"}")
                .post("/v1/cases/" + caseId + "/receipts");
        assertThat(receipt.statusCode()).as(receipt.asString()).isEqualTo(200);
    }

    private JsonNode read(UUID caseId) {
        return done(operator().get("/v1/cases/" + caseId));
    }

    private JsonNode reports(UUID caseId) {
        return done(operator().get("/v1/cases/" + caseId + "/reports"));
    }

    private String content(UUID caseId) {
        return one("SELECT content::text AS content FROM cases WHERE id = $1", caseId)
                .getString("content");
    }

    private String state(UUID caseId) {
        return one("SELECT state FROM cases WHERE id = $1", caseId).getString("state");
    }

    private String record(UUID caseId) {
        return one("SELECT external_id FROM report WHERE case_id = $1", caseId).getString("external_id");
    }

    private List<String> events(UUID caseId) {
        return query("SELECT kind FROM event WHERE case_id = $1 ORDER BY id", caseId).stream()
                .map(row -> row.getString("kind"))
                .toList();
    }

    /** The units that have a case, with their part in it. */
    private Map<String, String> roles(UUID caseId) {
        Map<String, String> roles = new LinkedHashMap<>();
        query(
                        "SELECT target, role FROM assignment WHERE case_id = $1 AND state NOT IN ('CANCELLED', 'RETURNED')",
                        caseId)
                .forEach(row -> roles.put(row.getString("target"), row.getString("role")));
        return roles;
    }

    private boolean told(String unit, UUID caseId, String kind) {
        return count(unit, caseId, kind) > 0;
    }

    private int count(String unit, UUID caseId, String kind) {
        return query(
                        "SELECT 1 FROM delivery WHERE case_id = $1 AND target = $2 AND kind = $3 AND state = 'DELIVERED'",
                        caseId,
                        unit,
                        kind)
                .size();
    }

    private static UUID open(String category, String text, String... more) {
        return opened(send(alarm(number(), category, text, phone(), more)));
    }

    private static UUID opened(Response response) {
        JsonNode accepted = accepted(response);
        assertThat(accepted.path("outcome").asText()).isEqualTo("OPENED");
        return UUID.fromString(accepted.path("caseId").asText());
    }

    private static JsonNode accepted(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        return HubJson.read(response.asString(), JsonNode.class);
    }

    private static Response send(String body) {
        return given().auth()
                .oauth2(TestTokens.of("feed-110"))
                .contentType("application/json")
                .body(body.getBytes(UTF_8))
                .post("/v1/feeds/110/reports");
    }

    private static String alarm(String number, String category, String text, String phone, String... more) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("JJDBH", number);
        fields.put("XZQHDM", DIVISION);
        fields.put("JJLX", "01");
        fields.put("BJSJ", "2025-09-11 09:20:02");
        fields.put("BJDH", phone);
        fields.put("BJRMC", "皇甫女士");
        fields.put("BJNR", text);
        fields.put("JQLBDM", category.substring(0, 2) + "0000");
        fields.put("JQLXDM", category);
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return HubJson.write(fields);
    }

    private static String joined(String alarm, String main) {
        return alarm.replaceFirst("}$", ",\"HBBS\":\"1\",\"GLZJJDBH\":\"" + main + "\"}");
    }

    private static String number() {
        return DIVISION + UUID.randomUUID().toString().replace("-", "").substring(0, 14);
    }

    private static String phone() {
        return "1380000%04d".formatted(CALLERS.incrementAndGet());
    }

    private void run(String sql) {
        var unused = pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private Row one(String sql, @Nullable Object... parameters) {
        return query(sql, parameters).get(0);
    }

    private List<Row> query(String sql, @Nullable Object... parameters) {
        Uni<List<Row>> rows = pool.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .map(found -> StreamSupport.stream(found.spliterator(), false).toList());
        return rows.await().atMost(PATIENCE);
    }
}
