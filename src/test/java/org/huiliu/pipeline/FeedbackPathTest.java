package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.huiliu.Eventually;
import org.huiliu.cases.AssignmentMoves;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseMoves;
import org.huiliu.feedback.Receipt;
import org.huiliu.feedback.ReceiptAnswer;
import org.huiliu.feedback.ReceiptKind;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.CaseState;
import org.huiliu.model.Result;
import org.huiliu.pipeline.PipelineParts.Dispatched;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What receipts do to cases, and what the lines hear of it. */
class FeedbackPathTest {
    private static PipelineParts parts;

    @BeforeAll
    static void open() {
        parts = new PipelineParts();
    }

    @AfterAll
    static void close() {
        parts.close();
    }

    @Test
    void signProgressAndResultMoveTheCaseAndReachTheLine() {
        Dispatched one = parts.dispatch("municipal");
        parts.reported(one.caseId(), "12345", "NT2");
        parts.reported(one.caseId(), "12345", "NT1");
        parts.reported(one.caseId(), "110", "A1");
        parts.deliverPath.begin();

        assertThat(taken(one, "municipal", "1", ReceiptKind.SIGNED)).isEqualTo("SIGNED SIGNED");
        assertThat(taken(one, "municipal", "2", ReceiptKind.PROGRESS)).isEqualTo("IN_PROGRESS IN_PROGRESS");
        assertThat(taken(one, "municipal", "3", ReceiptKind.PROGRESS)).isEqualTo("IN_PROGRESS IN_PROGRESS");
        assertThat(taken(one, "municipal", "4", ReceiptKind.RESOLVED)).isEqualTo("RESOLVED RESOLVED");

        Eventually.holds("four answers", () -> answersTo("line-12345", one).size() == 4);
        List<JsonNode> answers = answersTo("line-12345", one);
        assertThat(answers)
                .extracting(answer -> answer.path("state").asText())
                .containsExactly("SIGNED", "IN_PROGRESS", "IN_PROGRESS", "RESOLVED");
        JsonNode last = answers.get(3);
        assertThat(last.path("kind").asText()).isEqualTo("RESULT");
        assertThat(last.at("/result/outcome").asText()).isEqualTo("SOLVED");
        assertThat(last.path("externalIds").toString()).isEqualTo("[\"NT1\",\"NT2\"]");
        assertThat(last.at("/unit/name").asText()).isEqualTo("municipal单位");
        Eventually.holds("the other line too", () -> answersTo("line-110", one).size() == 4);
        Row stored = parts.database
                .sql("SELECT state, result->>'outcome' AS outcome FROM cases WHERE id = $1", one.caseId())
                .get(0);
        assertThat(stored.getString("state")).isEqualTo("RESOLVED");
        assertThat(stored.getString("outcome")).isEqualTo("SOLVED");
    }

    @Test
    void aJointMatterIsResolvedWhenAllHaveAnsweredAndItsResultNamesThem() {
        Dispatched one = parts.dispatch("municipal", "district-320302");
        joint(one);
        parts.reported(one.caseId(), "12345", "NT8");
        parts.deliverPath.begin();

        assertThat(taken(one, "municipal", "1", ReceiptKind.SIGNED)).isEqualTo("SIGNED SIGNED");
        assertThat(taken(one, "municipal", "2", ReceiptKind.RESOLVED)).isEqualTo("IN_PROGRESS RESOLVED");
        assertThat(taken(one, "district-320302", "3", ReceiptKind.SIGNED)).isEqualTo("IN_PROGRESS SIGNED");
        assertThat(taken(one, "district-320302", "4", ReceiptKind.RESOLVED)).isEqualTo("RESOLVED RESOLVED");

        Result result = resultOf(one);
        assertThat(result.answers())
                .extracting(Result.UnitAnswer::unit)
                .containsExactly("municipal", "district-320302");
        assertThat(result.text()).contains("municipal单位：", "district-320302单位：");
        Eventually.holds("three words", () -> answersTo("line-12345", one).size() == 3);
        assertThat(answersTo("line-12345", one))
                .extracting(answer -> answer.path("kind").asText() + " "
                        + answer.path("state").asText())
                .containsExactly("PROGRESS SIGNED", "PROGRESS IN_PROGRESS", "RESULT RESOLVED");
    }

    @Test
    void aJointMatterThatItsHostAnswersLastIsResolvedByThat() {
        Dispatched one = parts.dispatch("municipal", "district-320302");
        joint(one);
        assertThat(taken(one, "district-320302", "1", ReceiptKind.RESOLVED)).isEqualTo("DISPATCHED RESOLVED");
        assertThat(taken(one, "municipal", "2", ReceiptKind.RESOLVED)).isEqualTo("RESOLVED RESOLVED");
    }

    private static void joint(Dispatched one) {
        var set = parts.database.sql(
                "UPDATE cases SET handling = handling || '{\"itemKind\": \"JOINT\"}' WHERE id = $1", one.caseId());
    }

    @Test
    void theSameReceiptTwiceGetsTheSameAnswer() {
        Dispatched one = parts.dispatch("municipal");
        Receipt receipt = receipt(one, "municipal", "1", ReceiptKind.SIGNED, null);
        String first = words(take(receipt));
        assertThat(taken(one, "municipal", "2", ReceiptKind.PROGRESS)).isEqualTo("IN_PROGRESS IN_PROGRESS");
        assertThat(words(take(receipt))).isEqualTo(first.replace("taken", "repeated"));
        assertThat(words(take(receipt(one, "municipal", "1", ReceiptKind.SIGNED, "别的内容"))))
                .isEqualTo("conflict");
        assertThat(events(one, "ASSIGNMENT_CHANGED")).isEqualTo(2);
    }

    @Test
    void sixtyFourEqualReceiptsAtOnceCountOnce() {
        Dispatched one = parts.dispatch("municipal");
        List<Uni<ReceiptAnswer>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(parts.feedbackPath.take(receipt(one, "municipal", "1", ReceiptKind.SIGNED, null)));
        }
        List<ReceiptAnswer> answers =
                Uni.join().all(calls).andFailFast().await().atMost(Duration.ofSeconds(20));
        assertThat(answers).filteredOn(ReceiptAnswer.Taken.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(ReceiptAnswer.Repeated.class::isInstance).hasSize(63);
        assertThat(events(one, "ASSIGNMENT_CHANGED")).isEqualTo(1);
    }

    @Test
    void oneThatHangsUpIsStillWrittenDown() {
        Dispatched one = parts.dispatch("municipal");
        parts.feedbackPath
                .take(receipt(one, "municipal", "1", ReceiptKind.SIGNED, null))
                .subscribe()
                .with(answer -> {})
                .cancel();
        Eventually.holds("signed", () -> events(one, "ASSIGNMENT_CHANGED") == 1);
    }

    @Test
    void anIllegalMoveListsTheLegalOnes() {
        Dispatched one = parts.dispatch("municipal");
        assertThat(taken(one, "municipal", "1", ReceiptKind.PROGRESS)).isEqualTo("IN_PROGRESS IN_PROGRESS");
        assertThat(words(take(receipt(one, "municipal", "2", ReceiptKind.SIGNED, null))))
                .isEqualTo("illegal assignment IN_PROGRESS [RETURN_REQUESTED, RESOLVED, CANCELLED]");
        assertThat(taken(one, "municipal", "3", ReceiptKind.RESOLVED)).isEqualTo("RESOLVED RESOLVED");
        assertThat(words(take(receipt(one, "municipal", "4", ReceiptKind.PROGRESS, null))))
                .isEqualTo("illegal assignment RESOLVED [IN_PROGRESS]");
    }

    @Test
    void aReceiptForSomebodyElsesDeliveryOrCaseIsUnknown() {
        Dispatched one = parts.dispatch("municipal", "district-320302");
        Dispatched other = parts.dispatch("municipal");
        Receipt stranger = new Receipt(
                "district-320302",
                one.caseId(),
                one.delivery("municipal"),
                "1",
                ReceiptKind.SIGNED,
                null,
                null,
                null,
                null);
        assertThat(words(take(stranger))).isEqualTo("unknown");
        Receipt wrongCase = new Receipt(
                "municipal",
                other.caseId(),
                one.delivery("municipal"),
                "1",
                ReceiptKind.SIGNED,
                null,
                null,
                null,
                null);
        assertThat(words(take(wrongCase))).isEqualTo("unknown");
        Receipt nowhere = new Receipt(
                "municipal", one.caseId(), UUID.randomUUID(), "1", ReceiptKind.SIGNED, null, null, null, null);
        assertThat(words(take(nowhere))).isEqualTo("unknown");
    }

    @Test
    void aCoUnitMovesOnlyItsOwnAssignment() {
        Dispatched one = parts.dispatch("municipal", "district-320302");
        parts.reported(one.caseId(), "12345", "NT3");
        assertThat(taken(one, "district-320302", "1", ReceiptKind.RESOLVED)).isEqualTo("DISPATCHED RESOLVED");
        assertThat(parts.database.sql("SELECT 1 FROM delivery WHERE case_id = $1 AND kind = 'ANSWER'", one.caseId()))
                .isEmpty();
        assertThat(taken(one, "municipal", "1", ReceiptKind.SIGNED)).isEqualTo("SIGNED SIGNED");
    }

    @Test
    void aReturnIsAskedForAndMovesNoCase() {
        Dispatched one = parts.dispatch("municipal");
        assertThat(words(take(receipt(one, "municipal", "1", ReceiptKind.RETURN_REQUESTED, "非本单位职责"))))
                .isEqualTo("taken DISPATCHED RETURN_REQUESTED");
        assertThat(words(take(receipt(one, "municipal", "2", ReceiptKind.SIGNED, null))))
                .startsWith("illegal assignment RETURN_REQUESTED");
    }

    @Test
    void theUnitsWordsLieSealed() {
        Dispatched one = parts.dispatch("municipal");
        assertThat(words(take(receipt(one, "municipal", "sealed-1", ReceiptKind.PROGRESS, "已联系皇甫女士"))))
                .startsWith("taken");
        Row row = parts.database
                .sql(
                        "SELECT encode(sealed_body, 'escape') AS body, answer::text AS answer FROM receipt WHERE receipt_id ="
                                + " 'sealed-1'")
                .get(0);
        assertThat(row.getString("body")).doesNotContain("皇甫");
        assertThat(row.getString("answer")).doesNotContain("皇甫");
        assertThat(parts.database.sql("SELECT 1 FROM event WHERE data::text LIKE '%皇甫%'"))
                .isEmpty();
    }

    @Test
    void aResultIsOpenButForTheUnitsWordsAndOneFromBeforeIsReadAsItStands() {
        Dispatched one = parts.dispatch("municipal");
        assertThat(taken(one, "municipal", "1", ReceiptKind.RESOLVED)).isEqualTo("RESOLVED RESOLVED");
        Row row = parts.database
                .sql(
                        "SELECT result::text AS open, encode(sealed_result, 'escape') AS sealed FROM cases WHERE id = $1",
                        one.caseId())
                .get(0);
        assertThat(row.getString("open")).contains("SOLVED").doesNotContain("修补");
        assertThat(row.getString("sealed")).doesNotContain("SOLVED");
        assertThat(resultOf(one).text()).isEqualTo("已修补");

        assertThat(parts.database.sql(
                        "UPDATE cases SET sealed_result = NULL, result = result || '{\"text\": \"以前的说明\"}' WHERE id = $1",
                        one.caseId()))
                .isEmpty();
        assertThat(resultOf(one).text()).isEqualTo("以前的说明");
    }

    private static Result resultOf(Dispatched one) {
        CaseFile file = parts.database
                .in(tx -> parts.cases.read(tx, List.of(one.caseId())))
                .get(one.caseId());
        return Objects.requireNonNull(Objects.requireNonNull(file).now().result());
    }

    /** Random receipts of random walks: what is taken is in the tables, what is refused is not, and nothing else moves. */
    @Test
    void anyWalkStaysInTheTables() {
        for (long seed = 1; seed <= 8; seed++) {
            Random random = new Random(seed);
            Dispatched one = parts.dispatch("municipal");
            CaseState caseBefore = CaseState.DISPATCHED;
            AssignmentState before = AssignmentState.DISPATCHED;
            for (int step = 0; step < 6; step++) {
                ReceiptKind kind = ReceiptKind.values()[random.nextInt(ReceiptKind.values().length)];
                ReceiptAnswer answer = take(receipt(one, "municipal", "w" + seed + "-" + step, kind, "说明"));
                if (answer instanceof ReceiptAnswer.Taken taken) {
                    AssignmentState after = taken.standing().assignmentState();
                    CaseState caseAfter = taken.standing().caseState();
                    assertThat(after == before || AssignmentMoves.legal(before, after))
                            .as("seed %d: %s to %s", seed, before, after)
                            .isTrue();
                    assertThat(caseAfter == caseBefore || CaseMoves.legal(caseBefore, caseAfter))
                            .as("seed %d: %s to %s", seed, caseBefore, caseAfter)
                            .isTrue();
                    before = after;
                    caseBefore = caseAfter;
                } else {
                    assertThat(words(answer)).as("seed %d", seed).startsWith("illegal assignment " + before);
                }
            }
        }
    }

    private static String taken(Dispatched one, String unit, String number, ReceiptKind kind) {
        return words(take(receipt(one, unit, number, kind, null))).replace("taken ", "");
    }

    private static Receipt receipt(
            Dispatched one, String unit, String number, ReceiptKind kind, @Nullable String text) {
        return new Receipt(
                unit,
                one.caseId(),
                one.delivery(unit),
                number.startsWith("sealed") ? number : one.caseId() + "/" + number,
                kind,
                null,
                text,
                "值班员",
                kind == ReceiptKind.RESOLVED ? new Receipt.ReportedResult(Result.Outcome.SOLVED, null, "已修补") : null);
    }

    private static ReceiptAnswer take(Receipt receipt) {
        return parts.feedbackPath.take(receipt).await().atMost(Duration.ofSeconds(20));
    }

    private static String words(ReceiptAnswer answer) {
        return answer.fold(
                taken -> "taken " + taken.standing().caseState() + " "
                        + taken.standing().assignmentState(),
                repeated -> "repeated " + repeated.standing().caseState() + " "
                        + repeated.standing().assignmentState(),
                illegal -> "illegal " + illegal.stands() + " " + illegal.allowed(),
                unknown -> "unknown",
                conflict -> "conflict",
                invalid -> "invalid");
    }

    private static long events(Dispatched one, String kind) {
        return parts.database
                .sql("SELECT 1 FROM event WHERE case_id = $1 AND kind = $2", one.caseId(), kind)
                .size();
    }

    private static List<JsonNode> answersTo(String line, Dispatched one) {
        return parts.receiver.got(line).stream()
                .map(got -> HubJson.read(got.body(), JsonNode.class))
                .filter(body -> body.path("caseId").asText().equals(one.caseId().toString()))
                .toList();
    }
}
