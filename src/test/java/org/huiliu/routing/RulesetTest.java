package org.huiliu.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huiliu.routing.Rules.compiled;
import static org.huiliu.routing.Rules.dispute;
import static org.huiliu.routing.Rules.example;
import static org.huiliu.routing.Rules.facts;
import static org.huiliu.routing.Rules.group;
import static org.huiliu.routing.Rules.json;
import static org.huiliu.routing.Rules.rule;
import static org.huiliu.routing.Rules.toRole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Urgency;
import org.junit.jupiter.api.Test;

class RulesetTest {
    private static final String ALWAYS = "{\"all\": []}";
    private static final Units GULOU = Rules.Directory.of(
            "city MUNICIPAL",
            "gulou DISTRICT 320302",
            "sfj JUDICIAL 320302",
            "sfs-fengcai JUDICIAL 320302002",
            "street-fengcai STREET 320302002",
            "street-gulou STREET 320302",
            "police POLICE 3203",
            "housing HOUSING",
            "line110 LINE-110",
            "line12345 LINE-12345");

    @Test
    void aDisputeGoesToTheJudicialOfficeOfItsStreetAndSaysWhy() {
        Decision decision = compiled(example(), "[{\"category\": \"gov\", \"host\": \"@DISTRICT\"}]")
                .decide(dispute("320302002001"), GULOU);
        assertThat(decision.basis().rule()).isEqualTo("dispute");
        assertThat(decision.destination().owner()).contains("sfs-fengcai");
        assertThat(decision.values())
                .containsEntry("feed", List.of("110"))
                .containsEntry("category", List.of("order.dispute"))
                .containsEntry("division", List.of("320302002001"));
        assertThat(decision.marks().deadline()).isEqualTo("123");
    }

    @Test
    void whatAnEarlierGroupMarksALaterOneSees() {
        Decision decision = compiled(example(), "[{\"category\": \"gov\", \"host\": \"@DISTRICT\"}]")
                .decide(facts("110", "320302002", "楼道里闻到煤气味"), GULOU);
        assertThat(decision.basis().rule()).isEqualTo("leak-at-once");
        assertThat(decision.marks().urgency()).isEqualTo(Urgency.CRITICAL);
        assertThat(decision.marks().tags()).containsExactly("泄漏");
        assertThat(decision.destination().units())
                .extracting(Destination.Given::target, Destination.Given::role)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("police", AssignmentRole.HOST),
                        org.assertj.core.groups.Tuple.tuple("housing", AssignmentRole.CO),
                        org.assertj.core.groups.Tuple.tuple("street-fengcai", AssignmentRole.CO));
        assertThat(decision.values()).containsEntry("text", List.of("闻到煤气味"));
    }

    @Test
    void ofAllMatchesTheFirstHostsAndTheOthersHelpEachForItsOwnReason() {
        Ruleset rules = compiled(group(
                "ALL",
                rule("one", ALWAYS, toRole("POLICE")),
                rule("two", "{\"field\": \"feed\", \"eq\": \"12345\"}", toRole("STREET")),
                rule("three", ALWAYS, toRole("HOUSING"))));
        Destination destination = rules.decide(dispute("320302"), GULOU).destination();
        assertThat(destination.units())
                .extracting(Destination.Given::target, given -> given.basis().rule())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("police", "one"),
                        org.assertj.core.groups.Tuple.tuple("housing", "three"));
    }

    @Test
    void aUnitThatIsNotThereLeavesTheCaseToTheOneThatCatchesTheRest() {
        Ruleset rules = compiled(group("FIRST", rule("r", ALWAYS, toRole("JUDICIAL"))));
        Decision decision = rules.decide(dispute("330203"), GULOU);
        assertThat(decision.basis().rule()).isEqualTo("otherwise");
        assertThat(decision.destination().owner()).contains("city");
        assertThat(decision.notFound()).containsExactly("JUDICIAL");
        assertThat(rules.decide(dispute("330203"), Rules.Directory.of()).destination())
                .isEqualTo(new Destination.Nobody());
    }

    @Test
    void theLevelSaysHowPreciseAUnitMayBe() {
        Ruleset county = compiled(group(
                "FIRST",
                rule("r", ALWAYS, "{\"deliver\": {\"host\": {\"role\": \"JUDICIAL\", \"level\": \"COUNTY\"}}}")));
        assertThat(county.decide(dispute("320302002"), GULOU).destination().owner())
                .contains("sfj");
    }

    @Test
    void whatIsBeyondAUnitGoesToTheOneAboveIt() {
        Ruleset rules = compiled(
                group("FIRST", rule("r", ALWAYS, "{\"deliver\": {\"host\": {\"parentOf\": {\"role\": \"STREET\"}}}}")));
        assertThat(rules.decide(dispute("320302002"), GULOU).destination().owner())
                .contains("street-gulou");
    }

    @Test
    void aLineHandsOverAndWhatIsItsOwnStaysWithIt() {
        Ruleset rules = compiled(group("FIRST", rule("r", ALWAYS, "{\"transfer\": {\"line\": \"12345\"}}")));
        assertThat(rules.decide(dispute(null), GULOU).destination())
                .isEqualTo(new Destination.Transfer("12345", "line12345"));
        assertThat(rules.decide(facts("12345", null, "咨询"), GULOU).destination().units())
                .extracting(Destination.Given::target)
                .containsExactly("line12345");
        Units without = Rules.Directory.of("line110 LINE-110");
        assertThat(rules.decide(dispute(null), without).destination().owner())
                .as("an unclear matter is handled by who received it first")
                .contains("line110");
    }

    @Test
    void anUrgentCaseWaitsForAPersonAndOnceNobodyCameGoesByTheFallback() {
        Ruleset rules = compiled(group(
                "FIRST",
                rule("r", ALWAYS, "{\"review\": {\"within\": \"PT15M\", \"fallback\": " + toRole("DISTRICT") + "}}")));
        Destination destination = rules.decide(dispute("320302"), GULOU).destination();
        assertThat(destination.units()).isEmpty();
        assertThat(destination.owner()).contains("gulou");
        Duration within = destination.fold(
                deliver -> Duration.ZERO,
                Destination.Review::within,
                transfer -> Duration.ZERO,
                answer -> Duration.ZERO,
                nobody -> Duration.ZERO);
        assertThat(within).isEqualTo(Duration.ofMinutes(15));
        assertThat(rules.decideUnreviewed(dispute("320302"), GULOU)
                        .destination()
                        .units())
                .extracting(Destination.Given::target)
                .containsExactly("gulou");
    }

    @Test
    void priorityComesBeforePlaceAndARuleOutOfItsTimeDoesNotCount() {
        ObjectNode late = (ObjectNode) json(rule("late", ALWAYS, toRole("POLICE")));
        late.put("priority", 1).put("from", "2030-01-01T00:00:00+08:00");
        ObjectNode first = (ObjectNode) json(rule("first", ALWAYS, toRole("HOUSING")));
        first.put("priority", 2).put("to", "2030-01-01T00:00:00+08:00");
        Ruleset rules =
                compiled(group("FIRST", rule("usual", ALWAYS, toRole("STREET")), late.toString(), first.toString()));
        assertThat(rules.decide(dispute("320302"), GULOU).basis().rule()).isEqualTo("first");
    }

    @Test
    void theCatalogueNamesTheUnitOfTheMostPreciseMatterAndPlace() {
        String catalogue = """
                [{"category": "order", "host": "city"},
                 {"category": "order.dispute", "host": "@JUDICIAL", "co": ["@STREET", "housing"]},
                 {"category": "order.dispute", "division": "330203", "host": "police"},
                 {"category": "order.dispute", "level": "CITY", "host": "police"}]
                """;
        Ruleset rules = compiled(
                group(
                        "FIRST",
                        rule("r", ALWAYS, "{\"deliver\": {\"host\": {\"catalogue\": true, \"level\": \"STREET\"}}}")),
                catalogue);
        assertThat(rules.decide(dispute("320302002"), GULOU).destination().units())
                .extracting(Destination.Given::target)
                .containsExactly("sfs-fengcai", "street-fengcai", "housing");
        assertThat(rules.decide(dispute("330203"), GULOU).destination().owner()).contains("police");
    }

    @Test
    void anExplanationShowsEveryConditionWithWhatItSaw() {
        Explanation explanation = compiled(example(), "[{\"category\": \"gov\", \"host\": \"@DISTRICT\"}]")
                .explain(dispute("320302002"), GULOU, Wording.PLAIN);
        Explanation.Group dispatch = explanation.groups().get(1);
        assertThat(dispatch.rules())
                .extracting(Explanation.Looked::name, Explanation.Looked::matched)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("leak-at-once", false),
                        org.assertj.core.groups.Tuple.tuple("urgent", false),
                        org.assertj.core.groups.Tuple.tuple("dispute", true));
        Trace trace = dispatch.rules().get(0).when();
        assertThat(trace.parts())
                .extracting(Trace::words, Trace::holds, Trace::saw)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("来源=110", true, List.of("110")),
                        org.assertj.core.groups.Tuple.tuple("标签=泄漏", false, List.of()));
        assertThat(explanation.decision().basis().rule()).isEqualTo("dispute");
    }

    @Test
    void aTextIsNeverShownWholeOnlyTheWordsThatWereLookedFor() {
        Ruleset rules = compiled(
                group("FIRST", rule("r", "{\"field\": \"title\", \"contains\": [\"争吵\", \"没有\"]}", toRole("POLICE"))));
        assertThat(rules.decide(dispute("320302"), GULOU).values()).containsEntry("title", List.of("争吵"));
    }

    @Test
    void aRoleIsReadAsTheRulesetCallsIt() {
        RulesetDocument document = compiled(example(), "[{\"category\": \"gov\", \"host\": \"@DISTRICT\"}]")
                .document();
        Rule rule = document.groups().get(1).rules().get(2);
        assertThat(rule.words(Wording.PLAIN.naming(document.roles())))
                .isEqualTo("来源=110 且 事项=order.dispute 且 区划 在 320302 且 非(文本 含 持刀、持械) → "
                        + "司法所(按街镇级)，协办 district-320302；承诺件，时限“123”");
    }

    @Test
    void aRuleReadsAsOneLineInBothLanguages() {
        RulesetDocument document = Rules.sound(group(
                "FIRST",
                rule(
                        "r",
                        "{\"all\": [{\"field\": \"feed\", \"eq\": \"110\"}, {\"field\": \"division\", \"within\": \"320302\"},"
                                + " {\"any\": [{\"field\": \"flags\", \"exists\": true}, {\"field\": \"reportCount\", \"range\": {\"from\": 3}}]},"
                                + " {\"not\": {\"field\": \"text\", \"contains\": \"持刀\"}}]}",
                        "{\"deliver\": {\"host\": {\"role\": \"JUDICIAL\", \"level\": \"STREET\"}, \"co\": [{\"target\": \"city\"}]},"
                                + " \"itemKind\": \"JOINT\"}")));
        Rule rule = document.groups().get(0).rules().get(0);
        assertThat(rule.words(Wording.PLAIN))
                .isEqualTo("来源=110 且 区划 在 320302 且 (危险标志 有值 或 来件数≥3) 且 非(文本 含 持刀) → JUDICIAL(按街镇级)，协办 city；联办件");
        assertThat(rule.words(new Wording(Language.EN, Vocabulary.ANY)))
                .isEqualTo("feed=110 and division within 320302 and (flags is there or reportCount≥3) and "
                        + "not (text contains 持刀) → JUDICIAL (STREET), with city; JOINT");
    }
}
