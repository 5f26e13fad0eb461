package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.huiliu.Eventually;
import org.huiliu.TestReceiver;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.cases.CaseLedger;
import org.huiliu.delivery.TestNotes;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.timer.Timers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the published rules make of reports, over real HTTP: units, lines, people and clocks of a district of its own. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class RoutingOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String DIVISION = "320311";
    private static final AtomicInteger NUMBERS = new AtomicInteger(3000);
    private static final String TREES = "松柏桦榆槐枫柳杨桐樟梅兰竹菊荷桂杏桃李梨";
    private static final String RULES = """
            {"groups": [
              {"name": "grading", "zh": "定级打标", "mode": "ALL", "rules": [
                {"name": "leak", "zh": "燃气泄漏定为特急", "when": {"field": "text", "words": ["燃气泄漏"]},
                 "then": {"urgency": "CRITICAL", "tags": ["泄漏"]}}]},
              {"name": "dispatch", "zh": "派单", "mode": "FIRST", "rules": [
                {"name": "urgent", "zh": "紧急先研判", "when": {"field": "text", "words": ["先请研判"]},
                 "then": {"review": {"within": "PT15M", "fallback": {"deliver": {"host": {"role": "R_STREET"}}}}}},
                {"name": "to-12345", "zh": "非警务转政务热线", "when": {"field": "text", "words": ["转政务热线"]},
                 "then": {"transfer": {"line": "12345"}}},
                {"name": "to-110", "zh": "涉警转110", "when": {"field": "text", "words": ["涉嫌违法"]},
                 "then": {"transfer": {"line": "110"}}},
                {"name": "faq", "zh": "即办答复", "when": {"field": "text", "words": ["咨询办事时间"]},
                 "then": {"answer": {"text": "办理时间为工作日9:00-17:00"}, "itemKind": "INSTANT"}},
                {"name": "joint", "zh": "多部门联办", "when": {"field": "text", "words": ["多部门"]},
                 "then": {"deliver": {"host": {"role": "R_STREET"}, "co": [{"role": "R_CITY"}]}, "itemKind": "JOINT",
                          "deadline": "123"}},
                {"name": "plain", "zh": "街道办理", "when": {"field": "text", "words": ["街道办理", "燃气泄漏"]},
                 "then": {"deliver": {"host": {"role": "R_STREET"}}, "itemKind": "PROMISED"}}]}],
             "otherwise": {"zh": "兜底", "then": {"deliver": {"host": {"role": "R_NOBODY"}}}}}
            """;

    @Inject
    Pool pool;

    @Inject
    Sealer sealer;

    @Inject
    Vertx vertx;

    @Inject
    Timers timers;

    @Inject
    CaseLedger cases;

    @Inject
    UrgentTimer urgentTimer;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry meters;

    private final Vertx outside = Vertx.vertx();
    private TestReceiver receiver;

    @BeforeEach
    void publish() {
        receiver = new TestReceiver(outside);
        // what other tests have left waiting would be counted here
        run("DELETE FROM timer");
        run("INSERT INTO agency (code, name, division, reach) VALUES ('rt-agency', '某区', '" + DIVISION
                + "', 'ASSIGNED') ON CONFLICT DO NOTHING");
        unit("rt-street", "R_STREET", DIVISION, "receiver-district");
        unit("rt-city", "R_CITY", "", "receiver-municipal");
        unit("rt-extra", "R_EXTRA", DIVISION, "receiver-municipal");
        unit("rt-12345", "LINE-12345", "", "receiver-municipal");
        unit("rt-110", "LINE-110", "", "receiver-municipal");
        unit("line-110", "LINE", "", "receiver-line");
        unit("line-12345", "LINE", "", "receiver-line");
        run("UPDATE ruleset SET state = 'RETIRED' WHERE state = 'PUBLISHED'");
        run("INSERT INTO ruleset (version, state, author, published_at, rules) SELECT 1 + max(version), 'PUBLISHED',"
                + " 'rt', now(), '" + RULES + "' FROM ruleset");
    }

    @AfterEach
    void restore() {
        run("UPDATE ruleset SET state = 'RETIRED' WHERE state = 'PUBLISHED'");
        run("UPDATE ruleset SET state = 'PUBLISHED' WHERE version = 1");
        run("UPDATE target SET enabled = false, version = version + 1, updated_at = now() WHERE agency = 'rt-agency'");
        receiver.close();
        outside.close().toCompletionStage().toCompletableFuture().join();
    }

    // ---------------------------------------------------------------- a person first

    @Test
    void anUrgentCaseWaitsForAPersonWhoSendsItToUnits() {
        UUID id = opened(send("110", alarm("先请研判,井盖缺失")));
        JsonNode one = read(id);
        assertThat(one.path("state").asText()).isEqualTo("REVIEW");
        assertThat(one.at("/handling/decideBy").asText()).isNotEmpty();
        JsonNode review = review(id, "URGENT");
        assertThat(review.path("dueAt").asText())
                .isEqualTo(one.at("/handling/decideBy").asText());
        assertThat(review.at("/fallback/units/0/target").asText()).isEqualTo("rt-street");
        assertThat(review.at("/fallback/basis/rule").asText()).isEqualTo("urgent");
        assertThat(review.has("other")).isFalse();

        Response wrong = decide(review, "{\"decision\":\"ATTACH\",\"reason\":\"x\"}");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.<String>path("faults[0].pointer")).isEqualTo("/decision");
        assertThat(wrong.<List<String>>path("faults[0].allowed")).containsExactly("DISPATCH", "REJECT");
        Response unknown = decide(
                review,
                "{\"decision\":\"DISPATCH\",\"host\":\"nobody\",\"co\":[\"rt-city\",\"line-110\"],\"reason\":\"x\"}");
        assertThat(unknown.<List<String>>path("faults.pointer")).containsExactly("/host", "/co/1");

        Response nothing =
                decide(review, "{\"decision\":\"DISPATCH\",\"host\":\"rt-city\",\"co\":[null],\"reason\":\"x\"}");
        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(nothing.<List<String>>path("faults.pointer")).containsExactly("/co/0");
        Response hostless = decide(review, "{\"decision\":\"REJECT\",\"host\":\"rt-city\",\"reason\":\"x\"}");
        assertThat(hostless.<List<String>>path("faults.pointer")).containsExactly("/host");

        JsonNode decided = done(decide(
                review,
                "{\"decision\":\"DISPATCH\",\"host\":\"rt-city\",\"co\":[\"rt-street\"],\"reason\":\"市级更合适\"}"));
        assertThat(decided.path("state").asText()).isEqualTo("DECIDED");
        assertThat(read(id).path("state").asText()).isEqualTo("DISPATCHED");
        assertThat(read(id).at("/handling").has("decideBy")).isFalse();
        assertThat(roles(id)).isEqualTo(Map.of("rt-city", "HOST", "rt-street", "CO"));
        Eventually.holds("sent", () -> receiver.got("rt-city").stream()
                .anyMatch(got -> got.body().contains(id.toString())));
        assertThat(query("SELECT 1 FROM timer WHERE subject = $1", id)).isEmpty();
        assertThat(decide(review, "{\"decision\":\"REJECT\",\"reason\":\"x\"}").statusCode())
                .isEqualTo(409);
        JsonNode last = decisions(id).get(0);
        assertThat(last.path("actor").asText()).startsWith("operator:");
        assertThat(last.path("units")).hasSize(2);
    }

    @Test
    void whenNobodyDecidesInTimeTheCaseGoesOnByTheFallbackOnce() {
        UUID id = opened(send("110", alarm("先请研判,路面塌陷")));
        assertThat(later(Duration.ofMinutes(14))).isZero();
        assertThat(read(id).path("state").asText()).isEqualTo("REVIEW");
        double before = meters.counter("huiliu.routing.review.timeouts").count();

        assertThat(later(Duration.ofMinutes(16))).isEqualTo(1);

        assertThat(meters.counter("huiliu.routing.review.timeouts").count()).isEqualTo(before + 1);
        JsonNode one = read(id);
        assertThat(one.path("state").asText()).isEqualTo("DISPATCHED");
        assertThat(one.path("marks").toString()).contains("REVIEW_OVERDUE");
        assertThat(roles(id)).isEqualTo(Map.of("rt-street", "HOST"));
        assertThat(events(id)).contains("REVIEW_OVERDUE");
        assertThat(review(id, "URGENT").path("state").asText()).isEqualTo("LAPSED");
        assertThat(later(Duration.ofMinutes(60))).isZero();
        JsonNode decision = decisions(id).get(0);
        assertThat(decision.path("rule").asText()).isEqualTo("urgent");
        assertThat(decision.path("reason").asText()).isEqualTo("紧急先研判");
        assertThat(decision.path("ruleset").asInt()).isPositive();
        assertThat(decision.at("/units/0/target").asText()).isEqualTo("rt-street");
        assertThat(decision.at("/values/text/0").asText()).isEqualTo("先请研判");
        assertThat(decisions(id)).hasSize(2);
        assertThat(decisions(id).get(1).path("destination").asText()).isEqualTo("REVIEW");
        assertThat(deliveryReason(id, "rt-street")).isEqualTo("urgent 紧急先研判");
    }

    /** The person and the clock at the same moment, two pods looking at the clock: one of them sends the case, once. */
    @Test
    void aPersonAndTheClockNeverBothSendACase() {
        for (String what : List.of("游船搁浅", "野蜂筑巢", "围挡倒塌", "化粪池外溢", "高空掷物", "流浪犬伤人", "桥面结冰", "变压器异响")) {
            UUID id = opened(send("110", alarm("先请研判," + what)));
            JsonNode review = review(id, "URGENT");
            List<CompletableFuture<?>> all = List.of(
                    CompletableFuture.supplyAsync(
                            () -> decide(review, "{\"decision\":\"DISPATCH\",\"host\":\"rt-city\",\"reason\":\"市级\"}")
                                    .statusCode()),
                    CompletableFuture.supplyAsync(() -> later(Duration.ofMinutes(16))),
                    CompletableFuture.supplyAsync(() -> later(Duration.ofMinutes(16))));
            all.forEach(CompletableFuture::join);
            boolean person = review(id, "URGENT").path("state").asText().equals("DECIDED");
            assertThat(all.get(0).join()).isEqualTo(person ? 200 : 409);
            assertThat(roles(id)).isEqualTo(Map.of(person ? "rt-city" : "rt-street", "HOST"));
            assertThat(read(id).path("marks").toString().contains("REVIEW_OVERDUE"))
                    .isEqualTo(!person);
            assertThat(decisions(id)).hasSize(2);
            assertThat(query("SELECT 1 FROM delivery WHERE case_id = $1 AND kind = 'CREATE'", id))
                    .hasSize(1);
        }
    }

    @Test
    void aDecisionThatIsTheRulesProposalNeedsNoUnits() {
        UUID id = opened(send("110", alarm("先请研判,护栏倒伏")));
        JsonNode decided = done(decide(review(id, "URGENT"), "{\"decision\":\"DISPATCH\",\"reason\":\"同意\"}"));
        assertThat(decided.path("decision").asText()).isEqualTo("DISPATCH");
        assertThat(roles(id)).isEqualTo(Map.of("rt-street", "HOST"));
        assertThat(read(id).path("marks").toString()).doesNotContain("REVIEW_OVERDUE");
    }

    @Test
    void whatIsNotAcceptedIsToldToTheLine() {
        String number = number();
        UUID id = opened(send("110", alarm(number, "先请研判,广告牌松动")));
        JsonNode decided = done(decide(review(id, "URGENT"), "{\"decision\":\"REJECT\",\"reason\":\"不属受理范围\"}"));
        assertThat(decided.path("decision").asText()).isEqualTo("REJECT");
        JsonNode one = read(id);
        assertThat(one.path("state").asText()).isEqualTo("REJECTED");
        assertThat(one.at("/result/outcome").asText()).isEqualTo("NOT_ACCEPTED");
        JsonNode answer = answer(id, "line-110");
        assertThat(answer.path("answer").asText()).isEqualTo("RESULT");
        assertThat(answer.path("externalIds").toString()).contains(number);
        assertThat(later(Duration.ofMinutes(60))).isZero();
    }

    @Test
    void aCaseThatWaitsKeepsItsQuestionWhateverElseBecomesKnown() {
        String number = number();
        UUID id = opened(send("110", alarm(number, "先请研判,楼道堆物")));
        String due = review(id, "URGENT").path("dueAt").asText();
        JsonNode updated = accepted(
                send("110", alarm(number, "先请研判,楼道堆物,现有人被困", "GXSJ", "2026-01-06 10:00:00", "BKRYQKSM", "一人被困")));
        assertThat(updated.path("outcome").asText()).isEqualTo("UPDATED");
        assertThat(read(id).path("state").asText()).isEqualTo("REVIEW");
        JsonNode review = review(id, "URGENT");
        assertThat(review.path("state").asText()).isEqualTo("OPEN");
        assertThat(review.path("dueAt").asText()).isEqualTo(due);
        assertThat(query("SELECT 1 FROM review WHERE case_id = $1", id)).hasSize(1);
        assertThat(later(Duration.ofMinutes(16))).isEqualTo(1);
        assertThat(roles(id)).isEqualTo(Map.of("rt-street", "HOST"));
    }

    @Test
    void aCaseThatWaitedIsAskedAboutAgainWhenItsMergeIsUndone() {
        UUID from = opened(send("110", alarm("先请研判,水管爆裂")));
        UUID into = opened(send("110", alarm("街道办理,树木倒伏")));
        JsonNode merged = done(act(from, "{\"action\":\"MERGE\",\"into\":\"" + into + "\",\"reason\":\"同一事项\"}"));
        assertThat(later(Duration.ofMinutes(16))).isZero();
        assertThat(read(from).path("state").asText()).isEqualTo("MERGED");
        JsonNode split = done(act(from, "{\"action\":\"SPLIT\",\"reason\":\"误并\"}"));
        assertThat(read(from).path("state").asText()).isEqualTo("REVIEW");
        assertThat(query("SELECT 1 FROM review WHERE case_id = $1 AND kind = 'URGENT' AND state = 'OPEN'", from))
                .hasSize(1);
        assertThat(later(Duration.ofMinutes(16))).isEqualTo(1);
        assertThat(read(from).path("state").asText()).isEqualTo("DISPATCHED");
        assertThat(List.of(merged, split)).hasSize(2);
    }

    // ---------------------------------------------------------------- another line

    @Test
    void anAlarmThatIsNoneGoesToTheGovernmentLineWhichAnswers() {
        String number = number();
        UUID id = opened(send("110", alarm(number, "物业不修电梯,转政务热线")));
        transferred(id, "rt-12345", "line-110", number);
    }

    @Test
    void aRequestThatIsForThePoliceGoesToTheAlarmLineWhichAnswers() {
        String number = number();
        UUID id = opened(send("12345", request(number, "工地盗采砂石涉嫌违法")));
        transferred(id, "rt-110", "line-12345", number);
    }

    private void transferred(UUID id, String taking, String reporting, String number) {
        JsonNode one = read(id);
        assertThat(one.path("state").asText()).isEqualTo("TRANSFERRED");
        assertThat(one.at("/handling/hostUnit").asText()).isEqualTo(taking);
        JsonNode told = answer(id, reporting);
        assertThat(told.path("answer").asText()).isEqualTo("TRANSFER");
        assertThat(told.path("externalIds").toString()).contains(number);
        assertThat(told.at("/unit/code").asText()).isEqualTo(taking);
        Eventually.holds("the line has it", () -> receiver.got(taking).stream()
                .anyMatch(got -> got.body().contains(id.toString())));
        assertThat(receipt(id, taking, "SIGNED", null).path("caseState").asText())
                .isEqualTo("TRANSFERRED");
        assertThat(receipt(id, taking, "PROGRESS", null).path("caseState").asText())
                .isEqualTo("TRANSFERRED");
        assertThat(receipt(id, taking, "RESOLVED", "已处理").path("caseState").asText())
                .isEqualTo("RESOLVED");
        assertThat(answer(id, reporting).path("answer").asText()).isEqualTo("RESULT");
        assertThat(decisions(id).get(0).path("destination").asText()).isEqualTo("TRANSFER");
    }

    // ---------------------------------------------------------------- at once, joint, unowned, marks

    @Test
    void whatCanBeAnsweredAtOnceIs() {
        String number = number();
        UUID id = opened(send("12345", request(number, "咨询办事时间")));
        JsonNode one = read(id);
        assertThat(one.path("state").asText()).isEqualTo("RESOLVED");
        assertThat(one.at("/result/text").asText()).isEqualTo("办理时间为工作日9:00-17:00");
        assertThat(one.at("/handling/itemKind").asText()).isEqualTo("INSTANT");
        JsonNode answer = answer(id, "line-12345");
        assertThat(answer.path("answer").asText()).isEqualTo("RESULT");
        assertThat(answer.at("/result/text").asText()).isEqualTo("办理时间为工作日9:00-17:00");
        assertThat(answer.path("externalIds").toString()).contains(number);
        assertThat(roles(id)).isEmpty();
        assertThat(decisions(id).get(0).path("destination").asText()).isEqualTo("ANSWER");
    }

    @Test
    void aJointMatterClosesWhenAllHaveAnswered() {
        UUID id = opened(send("110", alarm("油烟扰民,多部门")));
        JsonNode one = read(id);
        assertThat(one.at("/handling/itemKind").asText()).isEqualTo("JOINT");
        assertThat(one.at("/handling/deadlinePolicy").asText()).isEqualTo("123");
        assertThat(roles(id)).isEqualTo(Map.of("rt-street", "HOST", "rt-city", "CO"));
        assertThat(receipt(id, "rt-street", "RESOLVED", "已劝导").path("caseState").asText())
                .isEqualTo("IN_PROGRESS");
        assertThat(receipt(id, "rt-city", "RESOLVED", "已检测").path("caseState").asText())
                .isEqualTo("RESOLVED");
        JsonNode result = read(id).path("result");
        assertThat(result.path("outcome").asText()).isEqualTo("SOLVED");
        assertThat(result.path("answers"))
                .extracting(answer -> answer.path("unit").asText())
                .containsExactly("rt-street", "rt-city");
    }

    @Test
    void aJointMatterWhoseLastUnitIsTakenOutClosesByThat() {
        UUID joint = opened(send("110", alarm("餐厨油水入河,多部门")));
        UUID other = opened(send("110", alarm("归属不明的管线")));
        JsonNode given = done(decide(
                review(other, "UNOWNED"), "{\"decision\":\"DISPATCH\",\"host\":\"rt-extra\",\"reason\":\"管线单位\"}"));
        JsonNode merged = done(act(other, "{\"action\":\"MERGE\",\"into\":\"" + joint + "\",\"reason\":\"同一事项\"}"));
        assertThat(receipt(joint, "rt-street", "RESOLVED", "已劝导")
                        .path("caseState")
                        .asText())
                .isEqualTo("IN_PROGRESS");
        assertThat(receipt(joint, "rt-city", "RESOLVED", "已检测")
                        .path("caseState")
                        .asText())
                .isEqualTo("IN_PROGRESS");
        JsonNode split = done(act(other, "{\"action\":\"SPLIT\",\"reason\":\"误并\"}"));
        assertThat(read(joint).path("state").asText()).isEqualTo("RESOLVED");
        assertThat(read(joint).at("/result/answers")).hasSize(2);
        assertThat(answer(joint, "line-110").path("answer").asText()).isEqualTo("RESULT");
        assertThat(roles(other)).isEqualTo(Map.of("rt-extra", "HOST"));
        assertThat(List.of(given, merged, split)).hasSize(3);
    }

    @Test
    void aCaseThatNobodyIsForIsPutToAPersonWhoNamesSomebody() {
        UUID id = opened(send("110", alarm("不知道归谁管的事")));
        assertThat(read(id).path("state").asText()).isEqualTo("REVIEW");
        JsonNode review = review(id, "UNOWNED");
        assertThat(review.path("state").asText()).isEqualTo("OPEN");
        assertThat(review.has("dueAt")).isFalse();
        Response unnamed = decide(review, "{\"decision\":\"DISPATCH\",\"reason\":\"派\"}");
        assertThat(unnamed.statusCode()).isEqualTo(422);
        assertThat(unnamed.<List<String>>path("faults.pointer")).containsExactly("/host");
        JsonNode decided = done(decide(review, "{\"decision\":\"DISPATCH\",\"host\":\"rt-city\",\"reason\":\"市级受理\"}"));
        assertThat(decided.path("state").asText()).isEqualTo("DECIDED");
        assertThat(roles(id)).isEqualTo(Map.of("rt-city", "HOST"));
        assertThat(decisions(id).get(1).path("destination").asText()).isEqualTo("NOBODY");
    }

    @Test
    void aCaseThatNobodyWasForGoesOnWhenAnUpdateFindsSomebody() {
        String number = number();
        UUID id = opened(send("110", alarm(number, "说不清楚的事")));
        JsonNode updated = accepted(send("110", alarm(number, "街道办理", "GXSJ", "2026-01-06 10:00:00")));
        assertThat(updated.path("outcome").asText()).isEqualTo("UPDATED");
        assertThat(roles(id)).isEqualTo(Map.of("rt-street", "HOST"));
        assertThat(review(id, "UNOWNED").path("state").asText()).isEqualTo("LAPSED");
    }

    @Test
    void aLineMayTakeOverWhatAPersonGivesIt() {
        UUID id = opened(send("110", alarm("先请研判,噪声扰民")));
        JsonNode decided = done(
                decide(review(id, "URGENT"), "{\"decision\":\"DISPATCH\",\"host\":\"rt-12345\",\"reason\":\"转办\"}"));
        assertThat(decided.path("state").asText()).isEqualTo("DECIDED");
        assertThat(read(id).path("state").asText()).isEqualTo("TRANSFERRED");
        assertThat(answer(id, "line-110").path("answer").asText()).isEqualTo("TRANSFER");
    }

    @Test
    void whatRulesWriteOnACaseSurvivesNewerVersionsOfItsReport() {
        String number = number();
        UUID id = opened(send("110", alarm(number, "燃气泄漏味道大")));
        JsonNode first = read(id);
        assertThat(first.at("/content/urgency").asText()).isEqualTo("CRITICAL");
        assertThat(first.at("/content/tags").toString()).contains("泄漏");
        assertThat(first.at("/handling/itemKind").asText()).isEqualTo("PROMISED");
        JsonNode updated = accepted(send("110", alarm(number, "燃气泄漏味道大,已关阀", "GXSJ", "2026-01-06 10:00:00")));
        assertThat(updated.path("outcome").asText()).isEqualTo("UPDATED");
        JsonNode second = read(id);
        assertThat(second.at("/content/description").asText()).contains("已关阀");
        assertThat(second.at("/content/urgency").asText()).isEqualTo("CRITICAL");
        assertThat(second.at("/content/tags").toString()).contains("泄漏");
        assertThat(second.at("/handling/itemKind").asText()).isEqualTo("PROMISED");
        assertThat(decisions(id)).hasSize(1);
        assertThat(decisions(id).get(0).path("fired").toString()).contains("leak", "plain");
    }

    @Test
    void aTimerOfACaseThatEndedByAnotherPodsWordDoesNothing() {
        UUID id = opened(send("110", alarm("先请研判,沟盖移位")));
        run("UPDATE review SET state = 'LAPSED' WHERE case_id = '" + id + "'");
        run("UPDATE cases SET state = 'INVALID', revision = revision + 1 WHERE id = '" + id + "'");
        assertThat(later(Duration.ofMinutes(16))).as("taken").isEqualTo(1);
        assertThat(read(id).path("state").asText()).isEqualTo("INVALID");
        assertThat(read(id).path("marks").toString()).doesNotContain("REVIEW_OVERDUE");
        assertThat(roles(id)).isEmpty();
    }

    @Test
    void aWithdrawnCaseIsAskedAboutNoMore() {
        String number = number();
        UUID id = opened(send("110", alarm(number, "先请研判,栏杆断裂")));
        JsonNode gone = accepted(send("110", alarm(number, "先请研判,栏杆断裂", "GXSJ", "2026-01-06 10:00:00", "WXBS", "1")));
        assertThat(gone.path("outcome").asText()).isEqualTo("UPDATED");
        JsonNode one = read(id);
        assertThat(one.path("state").asText()).isEqualTo("INVALID");
        assertThat(one.at("/handling").has("decideBy")).isFalse();
        assertThat(review(id, "URGENT").path("state").asText()).isEqualTo("LAPSED");
        assertThat(later(Duration.ofMinutes(16))).isZero();
    }

    @Test
    void aRepeatOfACaseThatAnotherLineHasIsToldToThatLine() {
        String number = number();
        UUID id = opened(send("110", alarm(number, "电梯困扰,转政务热线")));
        JsonNode repeat = accepted(send("110", alarm(number(), "电梯困扰,转政务热线", "HBBS", "1", "GLZJJDBH", number)));
        assertThat(repeat.path("outcome").asText()).isEqualTo("REPEAT");
        assertThat(repeat.path("caseId").asText()).isEqualTo(id.toString());
        Eventually.holds("the line hears of it", () -> receiver.got("rt-12345").stream()
                .filter(got -> got.body().contains(id.toString()))
                .anyMatch(got -> got.body().contains("UPDATE")));
    }

    @Test
    void aReaderOutsideFindsNoDecisions() {
        UUID id = opened(send("110", alarm("街道办理,站牌破损")));
        Response elsewhere = given().auth()
                .oauth2(TestTokens.with(Map.of("roles", List.of("triage"), "division", "440000")))
                .get("/v1/cases/" + id + "/decisions");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
    }

    // ---------------------------------------------------------------- small parts

    /** A pod whose clock is ahead looks at the timers. */
    private int later(Duration ahead) {
        TimerPath pod = new TimerPath(
                vertx,
                pool,
                timers,
                cases,
                List.of(urgentTimer),
                Clock.offset(Clock.system(clock.getZone()), ahead),
                Duration.ofSeconds(1));
        return pod.round().await().atMost(PATIENCE);
    }

    private void unit(String code, String role, String division, String contract) {
        run("INSERT INTO target (code, name, agency, role, division, base_url, contract) VALUES ('" + code
                + "', '某单位', 'rt-agency', '" + role + "', '" + division + "', '" + receiver.baseUrl(code) + "', '"
                + contract + "') ON CONFLICT (code) DO UPDATE SET base_url = excluded.base_url, enabled = true,"
                + " version = target.version + 1, updated_at = now()");
    }

    private JsonNode review(UUID caseId, String kind) {
        String id = query("SELECT id FROM review WHERE case_id = $1 AND kind = $2", caseId, kind)
                .get(0)
                .getUUID("id")
                .toString();
        return done(operator().get("/v1/reviews/" + id));
    }

    private static Response decide(JsonNode review, String body) {
        return operator()
                .body(body.getBytes(UTF_8))
                .post("/v1/reviews/" + review.path("reviewId").asText() + "/decision");
    }

    private static Response act(UUID caseId, String body) {
        return operator().header("If-Match", "*").body(body.getBytes(UTF_8)).post("/v1/cases/" + caseId + "/actions");
    }

    private static RequestSpecification operator() {
        return given().auth().oauth2(TestTokens.of("triage1")).contentType("application/json");
    }

    private static JsonNode read(UUID caseId) {
        return done(operator().get("/v1/cases/" + caseId));
    }

    private static JsonNode decisions(UUID caseId) {
        return done(operator().get("/v1/cases/" + caseId + "/decisions")).path("items");
    }

    private JsonNode receipt(UUID caseId, String unit, String kind, @Nullable String result) {
        UUID delivery = query(
                        "SELECT id FROM delivery WHERE case_id = $1 AND target = $2 AND kind = 'CREATE'", caseId, unit)
                .get(0)
                .getUUID("id");
        String more = result == null ? "" : ",\"result\":{\"outcome\":\"SOLVED\",\"text\":\"" + result + "\"}";
        return done(given().auth()
                .oauth2(TestTokens.with(Map.of("roles", List.of("target"), "target", unit)))
                .contentType("application/json")
                .body(("{\"deliveryId\":\"" + delivery + "\",\"receiptId\":\"" + UUID.randomUUID() + "\",\"kind\":\""
                                + kind + "\"" + more + "}")
                        .getBytes(UTF_8))
                .post("/v1/cases/" + caseId + "/receipts"));
    }

    /** The latest word to a line about a case. */
    private JsonNode answer(UUID caseId, String line) {
        List<Row> found = query(
                "SELECT id, sealed_note FROM delivery WHERE case_id = $1 AND target = $2 AND kind = 'ANSWER'"
                        + " ORDER BY case_revision DESC",
                caseId,
                line);
        assertThat(found).isNotEmpty();
        return TestNotes.of(sealer, found.get(0));
    }

    private String deliveryReason(UUID caseId, String unit) {
        Row row = query("SELECT rule, reason FROM delivery WHERE case_id = $1 AND target = $2", caseId, unit)
                .get(0);
        return row.getString("rule") + " " + row.getString("reason");
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

    /** A case of its own; whether somebody is also asked if it repeats another one is not what this is about. */
    private static UUID opened(Response response) {
        JsonNode answer = accepted(response);
        assertThat(answer.path("outcome").asText()).as(answer.toString()).isIn("OPENED", "SUSPECTED");
        return UUID.fromString(answer.path("caseId").asText());
    }

    private static JsonNode accepted(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        return HubJson.read(response.asString(), JsonNode.class);
    }

    private static JsonNode done(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return HubJson.read(response.asString(), JsonNode.class);
    }

    private static Response send(String feed, String body) {
        return given().auth()
                .oauth2(TestTokens.of("feed-" + feed))
                .contentType("application/json")
                .body(body.getBytes(UTF_8))
                .post("/v1/feeds/" + feed + "/reports");
    }

    private static String alarm(String text) {
        return alarm(number(), text);
    }

    private static String alarm(String number, String text, String... more) {
        // a place and a caller for each number: reports that resemble each other would be joined, as they should
        int own = Integer.parseInt(number.substring(DIVISION.length()));
        String road = "" + TREES.charAt(own % 20) + TREES.charAt(own / 20 % 20) + TREES.charAt(own / 400 % 20);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("JJDBH", number);
        fields.put("XZQHDM", DIVISION);
        fields.put("JJLX", "01");
        fields.put("BJSJ", "2026-01-06 09:20:02");
        fields.put("BJDH", "1380000" + own);
        fields.put("JQDZ", road + "路" + own + "号");
        fields.put("BJNR", text);
        fields.put("JQLBDM", "600000");
        fields.put("JQLXDM", "609900");
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return HubJson.write(fields);
    }

    private static String request(String number, String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("orderNo", number);
        fields.put("orderType", "投诉");
        fields.put("title", text);
        fields.put("content", text);
        fields.put("callerName", "皇甫女士");
        fields.put("callerPhone", "1380000" + NUMBERS.incrementAndGet());
        fields.put("confidential", "0");
        fields.put("regionCode", DIVISION);
        fields.put("callTime", "2026-01-05 09:22:00");
        fields.put("acceptTime", "2026-01-05 09:24:15");
        return HubJson.write(fields);
    }

    private static String number() {
        return DIVISION + "%014d".formatted(NUMBERS.incrementAndGet());
    }

    private void run(String sql) {
        var done = pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private List<Row> query(String sql, Object... parameters) {
        List<Row> rows = new ArrayList<>();
        StreamSupport.stream(
                        pool.preparedQuery(sql)
                                .execute(Tuple.from(List.of(parameters)))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .forEach(rows::add);
        return rows;
    }
}
