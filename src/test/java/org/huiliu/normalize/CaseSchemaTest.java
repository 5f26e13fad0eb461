package org.huiliu.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.huiliu.model.AppealType;
import org.huiliu.model.Attachment;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.Category;
import org.huiliu.model.Domain;
import org.huiliu.model.EmergencyFlag;
import org.huiliu.model.ExternalId;
import org.huiliu.model.Handling;
import org.huiliu.model.Legal;
import org.huiliu.model.Mark;
import org.huiliu.model.Medical;
import org.huiliu.model.MissionTimes;
import org.huiliu.model.Party;
import org.huiliu.model.Place;
import org.huiliu.model.Point;
import org.huiliu.model.Priority;
import org.huiliu.model.Privacy;
import org.huiliu.model.Result;
import org.huiliu.model.Satisfaction;
import org.huiliu.model.Supplement;
import org.huiliu.model.Times;
import org.huiliu.model.Unmapped;
import org.huiliu.model.Urgency;
import org.huiliu.model.Vehicle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published case schema and the records of the model say the same. */
class CaseSchemaTest {
    private static final Path FILE = Path.of("contracts/case/v1/case.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNode tree;
    private ContractSchema schema;

    @BeforeEach
    void read() throws IOException {
        tree = JSON.readTree(Files.readString(FILE));
        schema = ContractSchema.read(FILE.toString(), Files.readString(FILE));
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("content", CaseContent.class),
                Arguments.of("category", Category.class),
                Arguments.of("times", Times.class),
                Arguments.of("place", Place.class),
                Arguments.of("point", Point.class),
                Arguments.of("party", Party.class),
                Arguments.of("supplement", Supplement.class),
                Arguments.of("attachment", Attachment.class),
                Arguments.of("medical", Medical.class),
                Arguments.of("vehicle", Vehicle.class),
                Arguments.of("missionTimes", MissionTimes.class),
                Arguments.of("legal", Legal.class),
                Arguments.of("satisfaction", Satisfaction.class),
                Arguments.of("privacy", Privacy.class),
                Arguments.of("externalId", ExternalId.class),
                Arguments.of("unmapped", Unmapped.class),
                Arguments.of("handling", Handling.class),
                Arguments.of("basis", Basis.class),
                Arguments.of("result", Result.class));
    }

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of("/properties/state", CaseState.class),
                Arguments.of("/properties/marks/items", Mark.class),
                Arguments.of("/$defs/content/properties/domain", Domain.class),
                Arguments.of("/$defs/content/properties/appealType", AppealType.class),
                Arguments.of("/$defs/content/properties/urgency", Urgency.class),
                Arguments.of("/$defs/content/properties/priority", Priority.class),
                Arguments.of("/$defs/content/properties/flags/items", EmergencyFlag.class),
                Arguments.of("/$defs/place/properties/divisionResolvedBy", Place.ResolvedBy.class),
                Arguments.of("/$defs/point/properties/datum", Point.Datum.class),
                Arguments.of("/$defs/party/properties/role", Party.Role.class),
                Arguments.of("/$defs/party/properties/subjectKind", Party.SubjectKind.class),
                Arguments.of("/$defs/medical/properties/severity", Medical.Severity.class),
                Arguments.of("/$defs/satisfaction/properties/solved", Satisfaction.Solved.class),
                Arguments.of("/$defs/privacy/properties/level", Privacy.Level.class),
                Arguments.of("/$defs/externalId/properties/role", ExternalId.Role.class),
                Arguments.of("/$defs/result/properties/outcome", Result.Outcome.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordHasTheFieldsOfItsSchema(String definition, Class<?> type) {
        assertThat(tree.at("/$defs/" + definition + "/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(type.getRecordComponents())
                        .map(component -> component.getName())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("enums")
    void anEnumHasTheValuesOfItsSchema(String pointer, Class<?> type) {
        assertThat(tree.at(pointer + "/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(type.getEnumConstants())
                        .map(Object::toString)
                        .toList());
    }

    @Test
    void aWholeCaseFitsTheSchema() throws IOException {
        assertThat(schema.faultsOf(aCase())).isEmpty();
    }

    @Test
    void aCaseWithAnUnknownFieldOrWithoutItsStateDoesNotFit() throws IOException {
        ObjectNode broken = aCase();
        broken.put("subState", "OVERDUE").remove("state");

        assertThat(schema.faultsOf(broken)).extracting("pointer").containsExactlyInAnyOrder("/state", "/subState");
    }

    private static ObjectNode aCase() throws IOException {
        Path expected = Samples.FEEDS.resolve("12345/samples/01-leaking-wall.expected.json");
        ObjectNode whole = (ObjectNode) JSON.readTree("""
                {
                  "caseId": "01995f7e-0000-7000-8000-000000000001",
                  "schemaVersion": "1",
                  "revision": 3,
                  "state": "RESOLVED",
                  "marks": ["URGED", "OVERDUE"],
                  "feed": "12345",
                  "handling": {
                    "hostUnit": "district-320302",
                    "coUnits": ["municipal"],
                    "basis": {"rulesetVersion": 1, "rule": "in-a-district", "reason": "有属地的一般诉求"},
                    "firstReceiver": "12345",
                    "itemKind": "PROMISED",
                    "deadlinePolicy": "123"
                  },
                  "result": {
                    "outcome": "PARTLY_SOLVED",
                    "code": {"system": "12345", "code": "2"},
                    "text": "已安排维修",
                    "repliedAt": "2025-09-15T10:00:00+08:00"
                  },
                  "links": [{
                    "kind": "DUPLICATE",
                    "caseId": "01995f7e-0000-7000-8000-000000000002",
                    "score": 0.91,
                    "evidence": {"textSimilarity": 0.8, "distanceM": 12.5, "secondsApart": 340, "samePhone": true, "sameCategory": false},
                    "decidedBy": "AUTO",
                    "at": "2025-09-11T09:25:00+08:00"
                  }],
                  "reportCount": 2,
                  "openedAt": "2025-09-11T09:24:16+08:00",
                  "updatedAt": "2025-09-15T10:00:01+08:00",
                  "deadlines": {"signBy": "2025-09-12T09:24:15+08:00", "resolveBy": "2025-09-18T18:00:00+08:00"}
                }
                """);
        whole.set("content", JSON.readTree(Files.readString(expected)).get("content"));
        return whole;
    }
}
