package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The way of a report over real HTTP into a real database. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class AcceptPathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Test
    void anAlarmOpensACaseOnce() {
        String number = number();
        JsonNode first = accepted(send("110", alarm(number, "阳台栏杆锈断", null), null));
        JsonNode again = accepted(send("110", alarm(number, "阳台栏杆锈断", null), null));
        assertThat(first.get("outcome").asText()).isEqualTo("OPENED");
        assertThat(again.get("outcome").asText()).isEqualTo("REPLAYED");
        assertThat(again.get("reportId")).isEqualTo(first.get("reportId"));
        assertThat(again.get("caseId")).isEqualTo(first.get("caseId"));
        assertThat(count("report", number)).isEqualTo(1);
    }

    @Test
    void theSameAlarmAsXmlIsTheSameMessage() {
        String number = number();
        String json = alarm(number, "外墙渗水", "2025-09-11 09:30:00");
        StringBuilder xml = new StringBuilder("<JJD>");
        HubJson.read(json, JsonNode.class).properties().forEach(one -> xml.append('<')
                .append(one.getKey())
                .append('>')
                .append(one.getValue().asText())
                .append("</")
                .append(one.getKey())
                .append('>'));
        JsonNode first = accepted(send("110", json, null));
        JsonNode second = accepted(given().auth()
                .oauth2(TestTokens.of("feed-110"))
                .contentType("application/xml; charset=UTF-8")
                .body(xml.append("</JJD>").toString())
                .post("/v1/feeds/110/reports"));
        assertThat(second.get("outcome").asText()).isEqualTo("REPLAYED");
        assertThat(second.get("reportId")).isEqualTo(first.get("reportId"));
    }

    @Test
    void textXmlIsXmlAndAnotherTypeIsToldWhatIsTaken() {
        String number = number();
        JsonNode taken = accepted(given().auth()
                .oauth2(TestTokens.of("feed-110"))
                .contentType("text/xml")
                .body(("<JJD><JJDBH>" + number + "</JJDBH><BJSJ>2025-09-11 09:20:02</BJSJ><BJNR>渗水</BJNR></JJD>")
                        .getBytes(UTF_8))
                .post("/v1/feeds/110/reports"));
        assertThat(taken.get("outcome").asText()).isEqualTo("OPENED");
        Response refused = given().auth()
                .oauth2(TestTokens.of("feed-110"))
                .contentType("text/plain")
                .body("x")
                .post("/v1/feeds/110/reports");
        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(refused.<List<String>>path("allowed")).containsExactly("application/json", "application/xml");
    }

    @Test
    void aBatchLeavesTheLastOfSeveralVersionsWithoutAVersionField() {
        for (int round = 0; round < 20; round++) {
            String number = number();
            String lines = alarm(number, "第一版", null) + "\n" + alarm(number, "第二版", null) + "\n"
                    + alarm(number, "第三版", null) + "\n";
            List<String> outcomes = given().auth()
                    .oauth2(TestTokens.of("feed-110"))
                    .header("Content-Type", "application/x-ndjson")
                    .body(lines.getBytes(UTF_8))
                    .post("/v1/feeds/110/reports/batch")
                    .asString()
                    .lines()
                    .map(line ->
                            HubJson.read(line, JsonNode.class).path("outcome").asText())
                    .toList();
            assertThat(outcomes).containsExactly("OPENED", "UPDATED", "UPDATED");
        }
    }

    @Test
    void versionsInAnyOrderLeaveTheNewestAndLoseNone() {
        String number = number();
        assertThat(outcome(alarm(number, "第二版", "2025-09-11 09:32:00"))).isEqualTo("OPENED");
        assertThat(outcome(alarm(number, "第一版", "2025-09-11 09:31:00"))).isEqualTo("STALE");
        assertThat(outcome(alarm(number, "第三版", "2025-09-11 09:33:00"))).isEqualTo("UPDATED");
        assertThat(outcome(alarm(number, "第二版", "2025-09-11 09:32:00"))).isEqualTo("REPLAYED");
        assertThat(outcome(alarm(number, "第一版", "2025-09-11 09:31:00"))).isEqualTo("REPLAYED");
        assertThat(count("report", number)).isEqualTo(3);
        String description = one(
                        "SELECT description FROM cases c JOIN report_identity i ON i.case_id = c.id WHERE i.external_id = $1",
                        number)
                .getString("description");
        assertThat(description).contains("第三版");
    }

    @Test
    void anAlarmThatItsLineMergedBelongsToTheMainOneWhicheverCameFirst() {
        String main = number();
        String merged = number();
        JsonNode second = accepted(send("110", merged(merged, main), null));
        JsonNode first = accepted(send("110", alarm(main, "主警情", null), null));
        assertThat(second.get("outcome").asText()).isEqualTo("OPENED");
        assertThat(first.get("outcome").asText()).isEqualTo("REPEAT");
        assertThat(first.get("caseId")).isEqualTo(second.get("caseId"));
        JsonNode third = accepted(send("110", merged(number(), main), null));
        assertThat(third.get("outcome").asText()).isEqualTo("REPEAT");
        assertThat(third.get("repeatOf")).isEqualTo(first.get("reportId"));
        assertThat(third.get("evidence").get("mainRecord").asText()).isEqualTo(main);
    }

    /** The middle one of a chain names the end, and is named itself, before either of them has come. */
    @Test
    void aChainOfMainRecordsIsOneCaseInAnyOrder() {
        for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 1, 0}}) {
            String first = number();
            String second = number();
            String last = number();
            List<String> alarms = List.of(merged(first, second), merged(second, last), alarm(last, "最先的警情", null));
            List<String> cases = new ArrayList<>();
            for (int one : order) {
                cases.add(accepted(send("110", alarms.get(one), null))
                        .get("caseId")
                        .asText());
            }
            // where both ends came before the middle they are two cases already, and a move cannot be undone
            assertThat(Set.copyOf(cases)).as("order %s", Arrays.toString(order)).hasSize(order[2] == 1 ? 2 : 1);
        }
    }

    @Test
    void anAlarmThatALaterVersionJoinsToOneToComeIsOneCaseWithIt() {
        String number = number();
        String main = number();
        JsonNode alone = accepted(send("110", alarm(number, "同一警情", "2025-09-11 09:31:00"), null));
        String joined = merged(number, main).replace("\"SFBM\"", "\"GXSJ\":\"2025-09-11 09:32:00\",\"SFBM\"");
        assertThat(outcome(joined)).isEqualTo("UPDATED");
        JsonNode later = accepted(send("110", alarm(main, "主警情", null), null));
        assertThat(later.get("outcome").asText()).isEqualTo("REPEAT");
        assertThat(later.get("caseId")).isEqualTo(alone.get("caseId"));
    }

    @Test
    void tasksAndAcceptancesBeforeTheirEventRecordAreOneCaseWithIt() {
        String event = String.valueOf(System.nanoTime());
        String head = "{\"sjbm\":\"" + event + "\"";
        List<String> records = List.of(
                head + ",\"slxh\":\"2\",\"rwbm\":\"RW" + event + "\",\"rwxh\":\"1\"}",
                head + ",\"slxh\":\"2\"}",
                head + ",\"slxh\":\"1\"}",
                head + "}");
        List<JsonNode> answers = records.stream()
                .map(record -> accepted(send("120", record, null)))
                .toList();
        assertThat(answers)
                .extracting(one -> one.get("outcome").asText())
                .containsExactly("OPENED", "REPEAT", "REPEAT", "REPEAT");
        assertThat(answers)
                .extracting(one -> one.get("caseId"))
                .containsOnly(answers.get(0).get("caseId"));
        assertThat(one("SELECT report_count FROM cases WHERE id = $1", caseId(answers.get(0)))
                        .getInteger("report_count"))
                .isEqualTo(4);
    }

    /** A repeated call is marked invalid and joined to the alarm that stands; the alarm comes later. */
    @Test
    void anAlarmThatStandsBringsBackTheCaseThatAWithdrawnRepeatOpened() {
        String main = number();
        JsonNode withdrawn = accepted(send("110", withdrawn(merged(number(), main)), null));
        assertThat(state(withdrawn)).isEqualTo("INVALID");
        JsonNode standing = accepted(send("110", alarm(main, "主警情", null), null));
        assertThat(standing.get("caseId")).isEqualTo(withdrawn.get("caseId"));
        assertThat(state(standing)).isNotEqualTo("INVALID");
        assertThat(one("SELECT description FROM cases WHERE id = $1", caseId(standing))
                        .getString("description"))
                .contains("主警情");
    }

    /** The line corrects the address after a second call was joined to the alarm: the units must hear of the new one. */
    @Test
    void theAlarmThatOpenedACaseLeadsItAlsoWhenOthersWereJoined() {
        String main = number();
        JsonNode opened = accepted(send("110", alarm(main, "主警情", "2025-09-11 09:31:00"), null));
        accepted(send("110", merged(number(), main), null));
        String corrected = alarm(main, "主警情", "2025-09-11 09:32:00").replace("12幢", "15幢");
        assertThat(outcome(corrected)).isEqualTo("UPDATED");
        String content = one("SELECT content::text AS content FROM cases WHERE id = $1", caseId(opened))
                .getString("content");
        assertThat(content).contains("15幢").contains("同一警情").doesNotContain("12幢");
    }

    @Test
    void aWithdrawnRepeatAddsNothingToTheCaseThatStands() {
        String main = number();
        JsonNode standing = accepted(send("110", alarm(main, "主警情", null), null));
        String state = state(standing);
        JsonNode repeat = accepted(send("110", withdrawn(merged(number(), main)), null));
        assertThat(repeat.get("outcome").asText()).isEqualTo("REPEAT");
        assertThat(state(standing)).isEqualTo(state);
        assertThat(one("SELECT content::text AS content FROM cases WHERE id = $1", caseId(standing))
                        .getString("content"))
                .doesNotContain("同一警情");
    }

    @Test
    void aNumberThatIsNoTextIsRefusedAndNoFailure() {
        Response status = given().auth()
                .oauth2(TestTokens.of("feed-110"))
                .urlEncodingEnabled(false)
                .get("/v1/feeds/110/reports/3203%0002");
        assertThat(status.statusCode()).isEqualTo(400);
        Response list = given().auth()
                .oauth2(TestTokens.of("triage1"))
                .urlEncodingEnabled(false)
                .get("/v1/cases?feed=1%0010");
        assertThat(list.statusCode()).isEqualTo(400);
    }

    @Test
    void anIdempotencyKeyAnswersTheSameAndRefusesOtherContent() {
        String key = UUID.randomUUID().toString();
        String number = number();
        JsonNode first = accepted(send("110", alarm(number, "外墙渗水", null), key));
        JsonNode again = accepted(send("110", alarm(number, "外墙渗水", null), key));
        assertThat(again.get("outcome").asText()).isEqualTo("REPLAYED");
        assertThat(again.get("caseId")).isEqualTo(first.get("caseId"));
        Response other = send("110", alarm(number(), "另一件事", null), key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.jsonPath().getString("type")).isEqualTo("urn:huiliu:problem:idempotency-key-reused");
    }

    @Test
    void aBrokenMessageIsRefusedWithItsSpotAndCountedButNotKept() {
        Response refused = send("110", "{\"JJDBH\":\"\",\"BJDH\":\"13800000001\"}", null);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.contentType()).contains("application/problem+json");
        assertThat(refused.jsonPath().getList("faults")).isNotEmpty();
        assertThat(refused.asString()).doesNotContain("13800000001");
        Row row = one("SELECT faults::text, kind FROM rejection ORDER BY at DESC LIMIT 1");
        assertThat(row.getString("kind")).isEqualTo("urn:huiliu:problem:breaks-contract");
        assertThat(row.getString("faults")).doesNotContain("13800000001");
    }

    @Test
    void personalDataIsSealedAndFoundByItsIndex() {
        String number = number();
        JsonNode accepted = accepted(send("110", alarm(number, "阳台栏杆锈断", null), null));
        String open = one("SELECT to_jsonb(r)::text AS whole FROM report r WHERE external_id = $1", number)
                .getString("whole");
        String openCase = one(
                        "SELECT to_jsonb(c)::text AS whole FROM cases c WHERE id = $1",
                        UUID.fromString(accepted.get("caseId").asText()))
                .getString("whole");
        assertThat(open + openCase).doesNotContain("13800000001").doesNotContain("皇甫");
        assertThat(one("SELECT phone_hash FROM report WHERE external_id = $1", number)
                        .getBuffer("phone_hash"))
                .isNotNull();
    }

    @Test
    void aWithdrawnAlarmIsRecalledAndMayBeRevived() {
        String number = number();
        JsonNode opened = accepted(send("110", alarm(number, "误报测试", "2025-09-11 09:31:00"), null));
        String withdrawn =
                alarm(number, "误报测试", "2025-09-11 09:32:00").replace("\"SFBM\":\"0\"", "\"SFBM\":\"0\",\"WXBS\":\"1\"");
        assertThat(outcome(withdrawn)).isEqualTo("UPDATED");
        UUID id = UUID.fromString(opened.get("caseId").asText());
        assertThat(one("SELECT state FROM cases WHERE id = $1", id).getString("state"))
                .isEqualTo("INVALID");
        assertThat(outcome(alarm(number, "误报测试", "2025-09-11 09:33:00"))).isEqualTo("UPDATED");
        assertThat(one("SELECT state FROM cases WHERE id = $1", id).getString("state"))
                .isNotEqualTo("INVALID");
    }

    @Test
    void everyCaseHasAnOwnerAndTheReasonWhy() {
        String number = number();
        JsonNode opened = accepted(send("110", alarm(number, "无人认领", null), null));
        Row row = one(
                "SELECT c.state, (SELECT count(*) FROM assignment a WHERE a.case_id = c.id AND a.role = 'HOST') AS hosts,"
                        + " c.handling->'basis'->>'rule' AS rule FROM cases c WHERE c.id = $1",
                UUID.fromString(opened.get("caseId").asText()));
        assertThat(row.getString("rule")).isNotBlank();
        assertThat(row.getString("state").equals("REVIEW") || row.getLong("hosts") == 1)
                .isTrue();
    }

    /** One poisoned report among 64 that are sent together: it fails alone, the others are committed. */
    @Test
    void oneReportWithANulAmongSixtyFourFailsAlone() {
        List<Response> answers = together(64, i -> alarm(number(), i == 31 ? "坏\\u0000" : "第" + i + "件", null));
        assertThat(answers.get(31).statusCode()).isEqualTo(422);
        assertThat(answers.get(31).jsonPath().getString("faults[0].pointer")).isEqualTo("/BJNR");
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 202))
                .hasSize(63);
    }

    @Test
    void oneReportAgainstAConstraintAmongSixtyFourFailsAlone() {
        String poison = number();
        run("ALTER TABLE report ADD CONSTRAINT poison CHECK (external_id <> '" + poison + "')");
        try {
            List<Response> answers = together(64, i -> alarm(i == 31 ? poison : number(), "第" + i + "件", null));
            assertThat(answers.get(31).statusCode()).isEqualTo(422);
            assertThat(answers.get(31).jsonPath().getString("type")).isEqualTo("urn:huiliu:problem:not-storable");
            assertThat(answers.stream().filter(answer -> answer.statusCode() == 202))
                    .hasSize(63);
            assertThat(count("report_identity", poison)).isZero();
        } finally {
            run("ALTER TABLE report DROP CONSTRAINT poison");
        }
    }

    @Test
    void aFeedThatIsSwitchedOffIsRefusedUntilItIsOnAgain() {
        String number = number();
        run("UPDATE feed SET enabled = false WHERE code = '110'");
        try {
            Response refused = send("110", alarm(number, "停用", null), null);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:huiliu:problem:feed-off");
            assertThat(count("report_identity", number)).isZero();
        } finally {
            run("UPDATE feed SET enabled = true WHERE code = '110'");
        }
        assertThat(outcome(alarm(number, "停用", null))).isEqualTo("OPENED");
    }

    /** Two writers that take the same hot records in opposite order wait for each other and never cross. */
    @Test
    void hotRecordsInOppositeOrderAreAllTaken() {
        List<String> hot = IntStream.range(0, 8).mapToObj(i -> number()).toList();
        ExecutorService clients = Executors.newFixedThreadPool(32);
        try {
            List<CompletableFuture<Response>> answers = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < hot.size(); i++) {
                    String number = hot.get(round % 2 == 0 ? i : hot.size() - 1 - i);
                    String version = "2025-09-11 10:%02d:%02d".formatted(round, i);
                    answers.add(CompletableFuture.supplyAsync(
                            () -> send("110", alarm(number, "热点 " + version, version), null), clients));
                }
            }
            assertThat(answers.stream().map(CompletableFuture::join).map(Response::statusCode))
                    .containsOnly(202);
        } finally {
            clients.shutdownNow();
        }
        hot.forEach(number -> assertThat(count("report", number)).isEqualTo(20));
        assertThat(one(
                                "SELECT count(*) AS n FROM cases c JOIN report_identity i ON i.case_id = c.id"
                                        + " WHERE i.external_id = ANY($1)",
                                (Object) hot.toArray(String[]::new))
                        .getLong("n"))
                .isEqualTo(8);
    }

    @Test
    void aBatchAnswersEachLineInOrderAndABadLineFailsAlone() {
        String good = number();
        String body = alarm(good, "第一行", null).replace("\n", "") + "\n\nkein JSON\n"
                + alarm(good, "第一行", null).replace("\n", "");
        Response answer = given().auth()
                .oauth2(TestTokens.of("feed-110"))
                .contentType("application/x-ndjson")
                .body(body.getBytes(UTF_8))
                .post("/v1/feeds/110/reports/batch");
        assertThat(answer.statusCode()).isEqualTo(200);
        List<JsonNode> results = answer.asString()
                .lines()
                .map(line -> HubJson.read(line, JsonNode.class))
                .toList();
        assertThat(results).extracting(one -> one.get("line").asInt()).containsExactly(1, 3, 4);
        assertThat(results).extracting(one -> one.get("status").asInt()).containsExactly(202, 400, 202);
        assertThat(results.get(0).get("outcome").asText()).isEqualTo("OPENED");
        assertThat(results.get(2).get("outcome").asText()).isEqualTo("REPLAYED");
    }

    @Test
    void whatWasRefusedIsListedForOperatorsWithoutWhatItSaid() {
        for (int i = 0; i < 3; i++) {
            Response refused = send("12348", "{\"ticketNo\": \"13800000001\"}", null);
            assertThat(refused.statusCode()).isEqualTo(422);
        }
        Response first = given().auth().oauth2(TestTokens.of("triage1")).get("/v1/rejections?feed=12348&limit=2");
        List<String> ids = new ArrayList<>(first.<List<String>>path("items.id"));
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.<List<Integer>>path("items.status")).containsExactly(422, 422);
        assertThat(first.<String>path("items[0].kind")).isEqualTo("urn:huiliu:problem:breaks-contract");
        assertThat(first.<String>path("items[0].client")).isEqualTo("feed-12348");
        assertThat(first.<String>path("items[0].faults[0].code")).isEqualTo("required");
        assertThat(first.asString()).doesNotContain("13800000001");
        Response second = given().urlEncodingEnabled(false)
                .auth()
                .oauth2(TestTokens.of("triage1"))
                .get(first.<String>path("next"));
        ids.addAll(second.<List<String>>path("items.id"));
        assertThat(ids).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
        Response wrong = given().auth().oauth2(TestTokens.of("triage1")).get("/v1/rejections?cursor=x&limit=0");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.<List<String>>path("faults.pointer")).containsExactly("/cursor", "/limit");
    }

    @Test
    void aFeedMayOnlySendItsOwn() {
        Response foreign = given().auth()
                .oauth2(TestTokens.of("feed-12345"))
                .contentType("application/json")
                .body(alarm(number(), "x", null))
                .post("/v1/feeds/110/reports");
        assertThat(foreign.statusCode()).isEqualTo(403);
        Response batch = given().auth()
                .oauth2(TestTokens.of("feed-12345"))
                .contentType("application/x-ndjson")
                .body(alarm(number(), "x", null).getBytes(UTF_8))
                .post("/v1/feeds/110/reports/batch");
        assertThat(batch.statusCode()).isEqualTo(403);
    }

    @Test
    void aPreviewShowsTheWayAndStoresNothing() {
        String number = number();
        Response seen = given().auth()
                .oauth2(TestTokens.of("triage1"))
                .contentType("application/json")
                .body(alarm(number, "预览", null))
                .post("/v1/feeds/110/preview");
        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(seen.jsonPath().getString("externalId")).isEqualTo(number);
        assertThat(seen.jsonPath().getString("routing.basis.rule")).isNotBlank();
        assertThat(count("report_identity", number)).isZero();
    }

    @Test
    void aFeedSeesWhereItsRecordStands() {
        String number = number();
        accepted(send("110", alarm(number, "查询", null), null));
        Response status = given().auth().oauth2(TestTokens.of("feed-110")).get("/v1/feeds/110/reports/" + number);
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.jsonPath().getInt("reportCount")).isEqualTo(1);
        assertThat(given().auth()
                        .oauth2(TestTokens.of("feed-110"))
                        .get("/v1/feeds/110/reports/" + number())
                        .statusCode())
                .isEqualTo(404);
    }

    // ------------------------------------------------------------ small parts

    private String outcome(String body) {
        return accepted(send("110", body, null)).get("outcome").asText();
    }

    @CanIgnoreReturnValue
    private static JsonNode accepted(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        return HubJson.read(response.asString(), JsonNode.class);
    }

    private static Response send(String feed, String body, @Nullable String key) {
        var request = given().auth()
                .oauth2(TestTokens.of("feed-" + feed))
                .contentType("application/json")
                .body(body.getBytes(UTF_8));
        return (key == null ? request : request.header("Idempotency-Key", key)).post("/v1/feeds/" + feed + "/reports");
    }

    /** Sends so many reports at once and gives the answers in their order. */
    private static List<Response> together(int count, IntFunction<String> body) {
        ExecutorService clients = Executors.newFixedThreadPool(count);
        try {
            List<CompletableFuture<Response>> answers = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> send("110", body.apply(i), null), clients))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            clients.shutdownNow();
        }
    }

    private void run(String sql) {
        var done = pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private static String number() {
        return "320302" + UUID.randomUUID().toString().replace("-", "").substring(0, 14);
    }

    private static String alarm(String number, String text, @Nullable String changed) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("JJDBH", number);
        fields.put("XZQHDM", "320302");
        fields.put("JJLX", "01");
        fields.put("BJSJ", "2025-09-11 09:20:02");
        // every record its own caller and place: identity is what these tests are about, not likeness
        int own = Math.floorMod(number.hashCode(), 90_000_000);
        fields.put("BJDH", "138" + (10_000_000 + own));
        fields.put("BJRMC", "皇甫女士");
        fields.put("JQDZ", "丰财街道" + road(own) + "苑小区12幢");
        fields.put("BJNR", text);
        fields.put("JQLBDM", "600000");
        fields.put("JQLXDM", "609900");
        fields.put("SFBM", "0");
        if (changed != null) {
            fields.put("GXSJ", changed);
        }
        // a NUL travels as its escape, so it is put in after the text was made JSON
        return HubJson.write(fields).replace("\\\\u0000", "\\u0000");
    }

    private static String road(int own) {
        String letters = "松柏桦榆槐枫柳杨桐樟梅兰竹菊荷桂杏桃李梨";
        int n = letters.length();
        return "" + letters.charAt(own % n) + letters.charAt(own / n % n) + letters.charAt(own / n / n % n);
    }

    private static String withdrawn(String alarm) {
        return alarm.replace("\"SFBM\":\"0\"", "\"SFBM\":\"0\",\"WXBS\":\"1\"");
    }

    private static UUID caseId(JsonNode accepted) {
        return UUID.fromString(accepted.get("caseId").asText());
    }

    private String state(JsonNode accepted) {
        return one("SELECT state FROM cases WHERE id = $1", caseId(accepted)).getString("state");
    }

    private static String merged(String number, String main) {
        return alarm(number, "同一警情", null)
                .replace("\"SFBM\":\"0\"", "\"SFBM\":\"0\",\"HBBS\":\"1\",\"GLZJJDBH\":\"" + main + "\"");
    }

    private long count(String table, String number) {
        return one("SELECT count(*) AS n FROM " + table + " WHERE external_id = $1", number)
                .getLong("n");
    }

    private Row one(String sql, Object... parameters) {
        Uni<Row> row = pool.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .map(rows -> rows.iterator().next());
        return Objects.requireNonNull(row.await().atMost(PATIENCE));
    }
}
