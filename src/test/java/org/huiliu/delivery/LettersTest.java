package org.huiliu.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.Basis;
import org.huiliu.model.Case;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.Handling;
import org.huiliu.pipeline.TestAgreements;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.junit.jupiter.api.Test;

/** Every body is true to its receiver's contract and tells no more than the receiver may know. */
class LettersTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2025-09-11T12:00:00+08:00");
    private static final String PHONE = "13800000001";
    private static final String NAME = "皇甫女士";
    private static final String COMPLAINT = "胸口疼";
    private static final String FULL = """
            {"domain": "MEDICAL", "appealType": "EMERGENCY_CALL",
             "category": {"system": "huiliu", "version": "1", "code": "0102", "name": "急救", "path": ["医疗", "急救"]},
             "sourceCategory": {"system": "120", "version": "1", "code": "9", "path": []},
             "tags": ["夜间"], "urgency": "CRITICAL", "priority": "P2", "flags": ["INJURED"],
             "times": {"reportedAt": "2025-09-11T09:20:00+08:00"},
             "place": {"address": "丰财街道某小区12幢", "callerAddress": "某处", "division": "320302002", "divisionResolvedBy": "CODE",
                       "gridCode": "320302002005-07", "landmark": "某小学", "point": {"lon": 117.2, "lat": 34.2, "datum": "GCJ02"},
                       "callerPoint": {"lon": 117.3, "lat": 34.3, "datum": "GCJ02"}},
             "parties": [{"role": "CALLER", "name": "皇甫女士", "phone": "13800000001", "idNumber": "320300200001010000", "anonymous": false}],
             "title": "跌倒", "summary": "跌倒", "description": "楼道跌倒。", "supplements": [{"text": "已止血"}],
             "attachments": [{"uri": "https://files.example.cn/1"}],
             "medical": {"eventCode": "1", "chiefComplaint": "胸口疼", "severity": "MILD", "vehicles": [{"plate": "苏C0001"}]},
             "legal": {"serviceType": "人民调解"}, "satisfaction": {"scale": "x", "raw": "1"},
             "privacy": {"level": "INTERNAL", "retransmissionAllowed": false},
             "externalIds": [{"system": "120", "id": "1", "role": "MAIN"}], "channel": "PHONE", "callRef": "R-1",
             "withdrawn": false, "repeatClaimed": true, "unmapped": [{"field": "/a", "value": "9", "table": "t"}]}
            """;
    private static final Set<String> NEEDED =
            Set.of("domain", "appealType", "category", "urgency", "priority", "title");

    private final Letters letters = TestDelivery.letters(TestDelivery.config(Map.of()));

    @Test
    void anyCaseIsToldByTheContract() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            Case matter = matter(someOf(FULL, random), random.nextBoolean() ? "STRICT" : "INTERNAL");
            for (String contract : List.of("receiver-municipal", "receiver-district")) {
                Set<String> entitlement = new HashSet<>();
                if (random.nextBoolean()) {
                    entitlement.add("CONTACT");
                }
                if (random.nextBoolean()) {
                    entitlement.add("MEDICAL");
                }
                DeliveryKind kind = random.nextBoolean() ? DeliveryKind.CREATE : DeliveryKind.UPDATE;
                ObjectNode body = told(matter, kind, contract, entitlement);
                assertThat(faults(contract, kind, body))
                        .as("seed %d %s %s", seed, contract, body)
                        .isEmpty();
                boolean mayKnow = entitlement.contains("CONTACT")
                        && !matter.content().privacy().level().name().equals("STRICT");
                if (!mayKnow) {
                    assertThat(body.toString()).doesNotContain(PHONE, NAME);
                }
                if (!entitlement.contains("MEDICAL")) {
                    assertThat(body.toString()).doesNotContain(COMPLAINT);
                }
                assertThat(body.toString()).doesNotContain("320300200001010000", "某处", "R-1");
            }
        }
    }

    @Test
    void anEntitledReceiverSeesContactAndMedicalPart() {
        JsonNode told = told(
                matter(tree(FULL), "INTERNAL"),
                DeliveryKind.CREATE,
                "receiver-municipal",
                Set.of("CONTACT", "MEDICAL"));
        assertThat(told.at("/case/contact/phone").asText()).isEqualTo(PHONE);
        assertThat(told.at("/case/medical/chiefComplaint").asText()).isEqualTo(COMPLAINT);
        assertThat(told.at("/receiptsUrl").asText()).matches("https://hub.example.cn/v1/cases/[0-9a-f-]{36}/receipts");
    }

    @Test
    void aStrictCaseHidesContactAndExactPlaceUnlessALifeIsAtStake() {
        Set<String> all = Set.of("CONTACT", "MEDICAL");
        ObjectNode urgent = tree(FULL).put("priority", "P1");
        JsonNode calm = told(matter(tree(FULL), "STRICT"), DeliveryKind.CREATE, "receiver-municipal", all);
        JsonNode life = told(matter(urgent, "STRICT"), DeliveryKind.CREATE, "receiver-municipal", all);
        assertThat(calm.at("/case/contact").isMissingNode()).isTrue();
        assertThat(life.at("/case/contact").isMissingNode()).isTrue();
        assertThat(calm.at("/case/place/address").isMissingNode()).isTrue();
        assertThat(calm.at("/case/place/division").asText()).isEqualTo("320302002");
        assertThat(life.at("/case/place/address").asText()).isEqualTo("丰财街道某小区12幢");
    }

    @Test
    void anAnonymousCallerHasNoContact() {
        ObjectNode content = tree(FULL);
        ((ObjectNode) content.at("/parties/0")).put("anonymous", true);
        JsonNode told = told(matter(content, "INTERNAL"), DeliveryKind.CREATE, "receiver-municipal", Set.of("CONTACT"));
        assertThat(told.at("/case/contact").isMissingNode()).isTrue();
    }

    @Test
    void aDistrictReadsDivisionAndGridAtTheHead() {
        JsonNode told = told(matter(tree(FULL), "INTERNAL"), DeliveryKind.CREATE, "receiver-district", Set.of());
        assertThat(told.path("division").asText()).isEqualTo("320302002");
        assertThat(told.path("gridCode").asText()).isEqualTo("320302002005-07");
        assertThat(told.path("landmark").asText()).isEqualTo("某小学");
        assertThat(told.at("/case/place/division").isMissingNode()).isTrue();
    }

    @Test
    void aWarningNamesItsSubjectAndItsCases() {
        ObjectNode note = tree("""
                {"warningId": "01993b6c-2f51-7c3a-9d0e-6a1b2c3d4e5f",
                 "rule": {"name": "estate", "text": "同一小区、村一周内多件不同诉求", "cases": 3, "window": "P7D"},
                 "subject": {"kind": "ESTATE", "name": "云栖花园"}, "division": "320302", "caseCount": 3,
                 "cases": [{"caseId": "x", "title": "外墙渗水", "category": "UNMAPPED", "openedAt": "2025-09-11T09:24:15+08:00"}],
                 "since": "2025-09-11T09:24:15+08:00", "until": "2025-09-14T07:45:09+08:00", "secret": "R-1"}
                """);
        JsonNode body = letters.ofWarning(claimed(DeliveryKind.WARNING, note));
        for (String contract : List.of("receiver-municipal", "receiver-district")) {
            assertThat(faults(contract, DeliveryKind.WARNING, body)).isEmpty();
        }
        assertThat(faults("receiver-line", DeliveryKind.WARNING, body)).isNotEmpty();
        assertThat(body.at("/subject/name").asText()).isEqualTo("云栖花园");
    }

    @Test
    void aRecallSaysWhy() {
        ObjectNode note =
                HubJson.mapper().createObjectNode().put("code", "WITHDRAWN").put("text", "来电人撤单");
        JsonNode body = letters.ofRecall(claimed(DeliveryKind.RECALL, note));
        assertThat(faults("receiver-municipal", DeliveryKind.RECALL, body)).isEmpty();
        assertThat(body.at("/reason/code").asText()).isEqualTo("WITHDRAWN");
        JsonNode silent = letters.ofRecall(claimed(DeliveryKind.RECALL, tree("{}")));
        assertThat(faults("receiver-district", DeliveryKind.RECALL, silent)).isEmpty();
    }

    @Test
    void anAnswerNamesTheLinesOwnNumbers() {
        ObjectNode note = tree("""
                {"externalIds": ["NT1", "NT2"], "answer": "RESULT", "state": "RESOLVED", "at": "2025-09-12T16:40:00+08:00",
                 "unit": {"code": "municipal", "name": "市住建局"}, "text": "已修补。",
                 "result": {"outcome": "SOLVED", "text": "已修补裂缝。"}}""");
        JsonNode body = letters.ofAnswer(claimed(DeliveryKind.ANSWER, note));
        assertThat(faults("receiver-line", DeliveryKind.ANSWER, body)).isEmpty();
        assertThat(body.path("kind").asText()).isEqualTo("RESULT");
    }

    @Test
    void aBodyThatBreaksItsContractIsFoundWithItsSpot() {
        ObjectNode body = told(matter(tree(FULL), "INTERNAL"), DeliveryKind.CREATE, "receiver-municipal", Set.of());
        ((ObjectNode) body.path("case")).remove("title");
        assertThat(faults("receiver-municipal", DeliveryKind.CREATE, body))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).startsWith("/case");
                    assertThat(fault.code()).isEqualTo("required");
                });
        assertThat(faults("receiver-line", DeliveryKind.CREATE, body)).hasSize(1);
    }

    private ObjectNode told(Case matter, DeliveryKind kind, String contract, Set<String> entitlement) {
        Assignment assignment = new Assignment(
                UUID.randomUUID(),
                matter.id(),
                "t",
                AssignmentRole.HOST,
                AssignmentState.DISPATCHED,
                null,
                new Basis(1, "default", "兜底"),
                NOON,
                NOON);
        Receiver receiver = new Receiver(
                "t",
                "某单位",
                "320302",
                "http://127.0.0.1:1",
                contract,
                entitlement,
                Duration.ofSeconds(5),
                Access.USUAL,
                TestDelivery.terms());
        return letters.ofCase(claimed(kind, tree("{}")), receiver, matter, assignment);
    }

    private static Claimed claimed(DeliveryKind kind, JsonNode note) {
        return TestDelivery.claimed("t", kind, note, NOON);
    }

    private static List<Fault> faults(String contract, DeliveryKind kind, JsonNode body) {
        return TestAgreements.published(contract).write(kind, (ObjectNode) body).faults();
    }

    private static Case matter(ObjectNode content, String privacy) {
        content.putObject("privacy").put("level", privacy);
        return new Case(
                UUID.randomUUID(),
                3,
                CaseState.DISPATCHED,
                null,
                Set.of(),
                "120",
                HubJson.read(content, CaseContent.class),
                Handling.nobodys("120").by("t", List.of(), null),
                null,
                2,
                1,
                NOON,
                NOON);
    }

    /** The same content with some of its optional properties left out, at every depth. */
    private static ObjectNode someOf(String json, Random random) {
        ObjectNode content = tree(json);
        List<String> names = new java.util.ArrayList<>();
        content.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!NEEDED.contains(name) && random.nextInt(3) == 0) {
                content.remove(name);
            }
        }
        if (content.get("place") instanceof ObjectNode place) {
            List<String> parts = new java.util.ArrayList<>();
            place.fieldNames().forEachRemaining(parts::add);
            for (String part : parts) {
                if (random.nextInt(3) == 0) {
                    place.remove(part);
                }
            }
        }
        return content;
    }

    private static ObjectNode tree(String json) {
        return (ObjectNode) HubJson.read(json, JsonNode.class);
    }
}
