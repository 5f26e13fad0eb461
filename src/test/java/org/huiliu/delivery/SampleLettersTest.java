package org.huiliu.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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
import org.junit.jupiter.api.Test;

/**
 * The committed {@code contracts/targets/letters.json} is what the hub writes of every sample case of every feed; mappings
 * of uploaded contracts are tried on it.
 */
class SampleLettersTest {
    private static final Path COMMITTED = Path.of("contracts/targets/letters.json");
    private static final Path FEEDS = Path.of("contracts/feeds");
    private static final OffsetDateTime AT = OffsetDateTime.parse("2025-09-11T12:00:00+08:00");
    private static final UUID CASE = UUID.fromString("01993b6c-2f51-7c3a-9d0e-6a1b2c3d4e5f");
    private static final UUID ASSIGNMENT = UUID.fromString("01993b6c-2f51-7c3a-9d0e-6a1b2c3d4e60");
    private static final UUID DELIVERY = UUID.fromString("01993b6c-2f51-7c3a-9d0e-6a1b2c3d4e61");
    private static final Basis BASIS = new Basis(3, "property-repair", "分类 住建>物业管理");

    private final Letters letters = TestDelivery.letters(TestDelivery.config(Map.of()));

    @Test
    void everySampleOfEveryFeedIsToldAsCommitted() throws IOException {
        ArrayNode told = JsonNodeFactory.instance.arrayNode();
        for (Path sample : samples()) {
            ObjectNode letter =
                    letter(HubJson.mapper().readTree(Files.readString(sample)).path("content"));
            assertThat(TestAgreements.published("receiver-municipal")
                            .write(DeliveryKind.CREATE, letter)
                            .faults())
                    .as("%s keeps the contract", sample)
                    .isEmpty();
            Path feed = FEEDS.relativize(sample);
            told.addObject()
                    .put(
                            "name",
                            feed.getName(0) + "/"
                                    + feed.getFileName().toString().replace(".expected.json", ""))
                    .set("letter", letter);
        }
        String text = HubJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(told) + "\n";
        if (Boolean.getBoolean("letters.update")) {
            Path written = Files.writeString(COMMITTED, text, StandardCharsets.UTF_8);
        }
        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as("run: mvn test -Dtest=SampleLettersTest -Dletters.update=true")
                .isEqualTo(text);
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(FEEDS)) {
            return files.filter(file -> file.toString().endsWith(".expected.json"))
                    .filter(file -> read(file).path("content").isObject())
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode read(Path file) {
        try {
            return HubJson.mapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode letter(JsonNode content) {
        Case matter = new Case(
                CASE,
                1,
                CaseState.DISPATCHED,
                null,
                Set.of(),
                "12345",
                HubJson.read(content, CaseContent.class),
                Handling.nobodys("12345").by("municipal", List.of(), null),
                null,
                1,
                1,
                AT,
                AT);
        Assignment assignment = new Assignment(
                ASSIGNMENT, CASE, "municipal", AssignmentRole.HOST, AssignmentState.DISPATCHED, null, BASIS, AT, AT);
        Claimed claimed = new Claimed(
                DELIVERY,
                CASE,
                "municipal",
                ASSIGNMENT,
                DeliveryKind.CREATE,
                1,
                JsonNodeFactory.instance.objectNode(),
                AT,
                AT,
                1,
                1,
                0,
                Duration.ZERO,
                null,
                null,
                null);
        Receiver receiver = new Receiver(
                "municipal",
                "市级承办部门",
                "",
                "https://receiver.example.cn/huiliu",
                "receiver-municipal",
                Set.of("CONTACT", "MEDICAL"),
                Duration.ofSeconds(5),
                Access.USUAL,
                TestDelivery.terms());
        return letters.ofCase(claimed, receiver, matter, assignment);
    }
}
