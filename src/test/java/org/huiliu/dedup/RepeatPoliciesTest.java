package org.huiliu.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.huiliu.model.AppealType;
import org.huiliu.model.Urgency;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.junit.jupiter.api.Test;

class RepeatPoliciesTest {
    private final RepeatPolicies shipped = RepeatPolicies.shipped();

    @Test
    void theShippedPoliciesAreVersionOneAndEndWithOneForEveryMatter() {
        assertThat(shipped.version()).isEqualTo(1);
        assertThat(shipped.all()).extracting(RepeatPolicy::name).contains("medical", "utility-outage", "dispute");
        assertThat(shipped.all().get(shipped.all().size() - 1).when().always()).isTrue();
    }

    @Test
    void theFirstPolicyThatCoversAMatterIsItsPolicy() {
        assertThat(policyOf(Reported.on120())).isEqualTo("medical");
        assertThat(policyOf(Reported.on110("traffic.accident"))).isEqualTo("traffic-accident");
        assertThat(policyOf(Reported.on110("order.fight"))).isEqualTo("police-emergency");
        assertThat(policyOf(Reported.on110("order.dispute"))).isEqualTo("dispute");
        assertThat(policyOf(Reported.on12348("legal.contract"))).isEqualTo("dispute");
        assertThat(policyOf(Reported.on12345("gov.utility.water"))).isEqualTo("utility-outage");
        assertThat(policyOf(Reported.on12345("gov.utility-repair"))).isEqualTo("utility-danger");
        assertThat(policyOf(Reported.on12345("gov.transport.road"))).isEqualTo("defect");
        assertThat(policyOf(Reported.on12345("gov.land").appeal(AppealType.CONSULTATION)))
                .isEqualTo("praise-and-advice");
    }

    @Test
    void thePolicyOfAPairIsTheStricterOfBoth() {
        Matter outage = Reported.on12345("gov.utility.water").matter();
        Matter defect = Reported.on12345("gov.transport.road").matter();
        RepeatPolicy pair = shipped.between(outage, defect);
        assertThat(pair.window()).isEqualTo(Duration.ofHours(24));
        assertThat(pair.radiusM()).isEqualTo(200);
        RepeatPolicy dispute = shipped.between(Reported.on110("order.dispute").matter(), defect);
        assertThat(dispute.commonParty()).isTrue();
        assertThat(shipped.between(defect, outage)).isEqualTo(pair);
    }

    @Test
    void manyCallersRaiseTheUrgency() {
        RepeatPolicy outage = shipped.of(Reported.on12345("gov.utility.water").matter());
        assertThat(outage.raisedBy(19)).isEmpty();
        assertThat(outage.raisedBy(20)).contains(Urgency.URGENT);
        assertThat(outage.raisedBy(500)).contains(Urgency.CRITICAL);
    }

    @Test
    void everyFaultIsToldWithItsPointer() {
        String json = RepeatPolicies.shippedJson()
                .replaceFirst("\"PT1H\"", "\"one hour\"")
                .replaceFirst("\"radiusM\": 500", "\"radiusM\": \"far\"")
                .replaceFirst("\"callers\": 5", "\"callers\": 1, \"colour\": \"red\"")
                .replaceFirst("\"MEDICAL\"", "\"MEDICINE\"");
        assertThat(faults(json))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/policies/0/window",
                        "/policies/0/when/domains/0",
                        "/policies/1/radiusM",
                        "/policies/2/raise/0/callers",
                        "/policies/2/raise/0/colour");
    }

    @Test
    void policiesThatLeaveAMatterUncoveredAreRefused() {
        assertThat(faults(RepeatPolicies.shippedJson().replace("\"when\": {}", "\"when\": {\"feeds\": [\"12345\"]}")))
                .extracting(Fault::code)
                .containsExactly("last");
        assertThat(faults("{\"policies\": []}")).extracting(Fault::pointer).containsExactly("/policies");
        assertThat(faults("[]")).hasSize(1);
        assertThat(faults("{\"policies\": [}")).extracting(Fault::code).containsExactly("json");
        assertThat(faults("{\"policies\": [], \"policies\": []}"))
                .extracting(Fault::code)
                .containsExactly("json");
    }

    @Test
    void askingAboveTheBandThatAttachesIsRefused() {
        assertThat(faults(RepeatPolicies.shippedJson().replaceFirst("\"ask\": 0.4", "\"ask\": 0.99")))
                .extracting(Fault::pointer)
                .containsExactly("/policies/0/ask");
    }

    @Test
    void noDocumentHoweverBrokenBreaksTheReader() {
        Random random = new Random(42);
        JsonNode shippedTree = HubJson.read(RepeatPolicies.shippedJson(), JsonNode.class);
        for (int i = 0; i < 2_000; i++) {
            JsonNode broken = broken(shippedTree.deepCopy(), random);
            RepeatPolicies.Parsed parsed = RepeatPolicies.read(broken, 7);
            boolean told = parsed.fold(
                    policies -> policies.version() == 7,
                    found -> !found.isEmpty()
                            && found.stream()
                                    .allMatch(fault -> fault.pointer().isEmpty()
                                            || fault.pointer().startsWith("/")));
            assertThat(told).as(broken.toString()).isTrue();
        }
    }

    /** Replaces a node somewhere by one of another kind, or drops it. */
    private static JsonNode broken(JsonNode tree, Random random) {
        JsonNode at = tree;
        for (int depth = 0; depth < 6; depth++) {
            if (at instanceof ObjectNode object && !object.isEmpty()) {
                List<String> names = new java.util.ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(3) == 0) {
                    object.set(name, strange(random));
                    return tree;
                }
                at = object.get(name);
            } else if (at instanceof ArrayNode array && !array.isEmpty()) {
                int index = random.nextInt(array.size());
                if (random.nextInt(4) == 0) {
                    array.set(index, strange(random));
                    return tree;
                }
                at = array.get(index);
            }
        }
        return tree;
    }

    private static JsonNode strange(Random random) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(8)) {
            case 0 -> json.nullNode();
            case 1 -> json.numberNode(random.nextInt() * 1e9);
            case 2 -> json.numberNode(-random.nextInt(5));
            case 3 -> json.textNode("");
            case 4 -> json.textNode("P" + random.nextInt(100) + "D");
            case 5 -> json.arrayNode().add(json.objectNode());
            case 6 -> json.objectNode().put("~/", true);
            default -> json.booleanNode(true);
        };
    }

    private String policyOf(Reported report) {
        return shipped.of(report.matter()).name();
    }

    private static List<Fault> faults(String json) {
        return RepeatPolicies.read(json, 2).fold(policies -> List.of(), faults -> faults);
    }
}
