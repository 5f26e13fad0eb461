package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.huiliu.cases.CaseFile;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.DeliveryKind;
import org.huiliu.partners.Access;
import org.huiliu.partners.Target;
import org.huiliu.partners.Targets;
import org.huiliu.partners.Terms;
import org.huiliu.platform.json.HubJson;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.RulesetReader;
import org.junit.jupiter.api.Test;

class DispatchingTest {
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-03-02T09:00:00+08:00");
    private static final Ruleset TO_THE_DISTRICT = rules("""
            {"groups": [{"name": "dispatch", "zh": "派单", "mode": "FIRST", "rules": [
               {"name": "district", "zh": "属地办理",
                "then": {"deliver": {"host": {"role": "DISTRICT"}, "co": [{"role": "MUNICIPAL"}]}}}]}],
             "otherwise": {"zh": "兜底", "then": {"deliver": {"host": {"role": "MUNICIPAL"}}}}}
            """);

    private final Owed owed = new Owed();
    private final List<NewDelivery> deliveries = owed.deliveries;

    @Test
    void theDistrictOfThePlaceHostsAndTheCityHelps() {
        CaseFile file = received("320302007");
        with(target("city", "MUNICIPAL", ""), target("gulou", "DISTRICT", "320302"))
                .dispatch(file);
        assertThat(file.state()).isEqualTo(CaseState.DISPATCHED);
        assertThat(file.now().handling().hostUnit()).isEqualTo("gulou");
        assertThat(file.now().handling().coUnits()).containsExactly("city");
        assertThat(deliveries)
                .extracting(NewDelivery::kind)
                .containsOnly(DeliveryKind.CREATE)
                .hasSize(2);
    }

    @Test
    void everyUnitGetsTheReasonOfTheRuleThatNamesIt() {
        Ruleset leak = rules("""
                {"groups": [{"name": "leak", "zh": "泄漏", "mode": "ALL", "rules": [
                   {"name": "police", "zh": "先到现场", "then": {"deliver": {"host": {"role": "DISTRICT"}}}},
                   {"name": "housing", "zh": "住建查管网", "then": {"deliver": {"host": {"role": "HOUSING"}}}}]}],
                 "otherwise": {"zh": "兜底", "then": {"deliver": {"host": {"role": "MUNICIPAL"}}}}}
                """);
        CaseFile file = received("320302007");
        new Dispatching(
                        leak,
                        new Targets(List.of(target("gulou", "DISTRICT", "320302"), target("zhujian", "HOUSING", ""))),
                        owed)
                .dispatch(file);
        assertThat(deliveries)
                .extracting(one ->
                        one.target() + " " + Objects.requireNonNull(one.basis()).rule())
                .containsExactly("gulou police", "zhujian housing");
        assertThat(file.now().handling().hostUnit()).isEqualTo("gulou");
        assertThat(file.now().handling().coUnits()).containsExactly("zhujian");
    }

    @Test
    void aNewerReportMayWidenWhoIsToldNeverNarrowIt() {
        CaseFile file = received("320302007");
        with(target("gulou", "DISTRICT", "320302")).dispatch(file);
        deliveries.clear();
        file.step(NOW);
        with(target("gulou", "DISTRICT", "320302"), target("city", "MUNICIPAL", ""))
                .update(file);
        assertThat(deliveries)
                .extracting(one -> one.target() + " " + one.kind())
                .containsExactly("gulou UPDATE", "city CREATE");
        deliveries.clear();
        file.step(NOW);
        with(target("city", "MUNICIPAL", "")).update(file);
        assertThat(deliveries)
                .extracting(one -> one.target() + " " + one.kind())
                .containsExactly("gulou UPDATE", "city UPDATE");
    }

    @Test
    void withoutAUnitForThePlaceTheCityIsTheOwner() {
        CaseFile file = received("330203");
        with(target("city", "MUNICIPAL", ""), target("gulou", "DISTRICT", "320302"))
                .dispatch(file);
        assertThat(file.now().handling().hostUnit()).isEqualTo("city");
    }

    @Test
    void aCaseWithoutAnyOwnerWaitsForAPersonAndGoesOnWhenAnUpdateFindsOne() {
        CaseFile file = received("320302007");
        with().dispatch(file);
        assertThat(file.state()).isEqualTo(CaseState.REVIEW);
        file.step(NOW);
        with(target("gulou", "DISTRICT", "320302")).update(file);
        assertThat(file.state()).isEqualTo(CaseState.DISPATCHED);
        assertThat(deliveries).singleElement().extracting(NewDelivery::target).isEqualTo("gulou");
    }

    @Test
    void whatAUnitHasGivenBackIsAPersonsDecisionNotTheRules() {
        CaseFile file = received("320302007");
        Dispatching dispatching = with(target("gulou", "DISTRICT", "320302"));
        dispatching.dispatch(file);
        UUID assignment = file.assignments().get(0).id();
        file.moveAssignment(assignment, AssignmentState.RETURN_REQUESTED, "target:gulou", Map.of());
        file.moveAssignment(assignment, AssignmentState.RETURNED, "operator:li", Map.of());
        file.moveTo(CaseState.REVIEW, "operator:li", Map.of());
        file.step(NOW);
        deliveries.clear();
        dispatching.update(file);
        assertThat(file.state()).isEqualTo(CaseState.REVIEW);
        assertThat(deliveries).isEmpty();
        assertThat(file.assignments()).extracting(one -> one.role()).containsExactly(AssignmentRole.HOST);
    }

    private static Ruleset rules(String json) {
        return Ruleset.compile(7, RulesetReader.stored(HubJson.read(json, JsonNode.class), MissingNode.getInstance()));
    }

    private Dispatching with(Target... targets) {
        return new Dispatching(TO_THE_DISTRICT, new Targets(List.of(targets)), owed);
    }

    private static CaseFile received(String division) {
        CaseContent content = HubJson.read(
                "{\"domain\":\"POLICE\",\"appealType\":\"ALARM\",\"category\":{\"system\":\"huiliu\",\"version\":\"1\","
                        + "\"code\":\"order.dispute\"},\"urgency\":\"NORMAL\",\"priority\":\"P3\",\"title\":\"纠纷\","
                        + "\"place\":{\"division\":\"" + division + "\"}}",
                CaseContent.class);
        return CaseFile.open(UUID.randomUUID(), "110", content, Set.of(), NOW);
    }

    private static Target target(String code, String role, String division) {
        return new Target(
                code,
                code,
                code,
                role,
                division,
                "http://localhost",
                "receiver-district",
                Set.of(),
                Set.of(),
                1000,
                Terms.USUAL,
                Access.USUAL,
                null);
    }
}
