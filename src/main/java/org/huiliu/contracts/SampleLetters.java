package org.huiliu.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.json.HubJson;

/**
 * Letters as the hub writes them, of every kind: the sample cases of all feeds as their receivers are told of them ({@code
 * contracts/targets/letters.json}), and the examples of the hub's own contracts. A binding must be able to map them all.
 */
@ApplicationScoped
public class SampleLetters {
    private static final String OF_CASES = "/contracts/targets/letters.json";

    private final Map<DeliveryKind, List<Sample>> all = new EnumMap<>(DeliveryKind.class);

    /**
     * A letter.
     *
     * @param name what it is an example of
     */
    public record Sample(String name, ObjectNode letter) {}

    SampleLetters() {
        for (JsonNode sample : ofCases()) {
            ObjectNode letter = (ObjectNode) sample.path("letter");
            add(
                    DeliveryKind.CREATE,
                    sample.path("name").asText(),
                    letter.deepCopy().put("kind", "CREATE"));
            add(
                    DeliveryKind.UPDATE,
                    sample.path("name").asText(),
                    letter.deepCopy().put("kind", "UPDATE"));
        }
        PublishedContracts.examples("receiver-municipal", "createCase")
                .forEach((name, letter) -> add(DeliveryKind.CREATE, name, letter));
        PublishedContracts.examples("receiver-municipal", "updateCase")
                .forEach((name, letter) -> add(DeliveryKind.UPDATE, name, letter));
        PublishedContracts.examples("receiver-municipal", "recallCase")
                .forEach((name, letter) -> add(DeliveryKind.RECALL, name, letter));
        PublishedContracts.examples("receiver-municipal", "receiveWarning")
                .forEach((name, letter) -> add(DeliveryKind.WARNING, name, letter));
        PublishedContracts.examples("receiver-line", "takeAnswer")
                .forEach((name, letter) -> add(DeliveryKind.ANSWER, name, letter));
    }

    private void add(DeliveryKind kind, String name, ObjectNode letter) {
        boolean added = all.computeIfAbsent(kind, first -> new ArrayList<>()).add(new Sample(name, letter));
    }

    /** Those of a kind, at least one. */
    public List<Sample> of(DeliveryKind kind) {
        return List.copyOf(all.getOrDefault(kind, List.of()));
    }

    /** One of a kind that the receiver of a contract may be sent as a test: the district's form of a case is its own. */
    public Sample one(String contract, DeliveryKind kind) {
        return contract.equals("receiver-district") && kind == DeliveryKind.CREATE
                ? PublishedContracts.examples(contract, "createCase").entrySet().stream()
                        .map(example -> new Sample(example.getKey(), example.getValue()))
                        .findFirst()
                        .orElseThrow()
                : of(kind).get(0);
    }

    private static JsonNode ofCases() {
        try (InputStream json = SampleLetters.class.getResourceAsStream(OF_CASES)) {
            if (json == null) {
                throw new IllegalStateException("no resource " + OF_CASES);
            }
            return HubJson.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
