package org.huiliu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the published schema refuses the hub refuses too: who writes by the schema is not surprised the other way. */
class RulesetSchemaTest {
    private static final JsonSchema SCHEMA = schema();
    private static final JsonNode CATALOGUE = Rules.json("[{\"category\": \"gov\", \"host\": \"@DISTRICT\"}]");
    private static final int MUTATIONS = 60;

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("contracts/rulesets/v1/ruleset.schema.json")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Long> seeds() {
        return IntStream.range(0, 40).mapToObj(Long::valueOf).toList();
    }

    @Test
    void theExampleKeepsTheSchema() {
        assertThat(SCHEMA.validate(Rules.example())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsSoundKeepsTheSchema(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            JsonNode document = Rules.example();
            mutate(document, random);
            if (Rules.faults(document, CATALOGUE, Vocabulary.ANY).isEmpty()) {
                assertThat(SCHEMA.validate(document))
                        .as("seed %d, mutation %d: %s", seed, i, document)
                        .isEmpty();
            }
        }
    }

    private static void mutate(JsonNode document, Random random) {
        List<JsonPointer> spots = new ArrayList<>();
        collect(document, JsonPointer.empty(), spots);
        JsonPointer spot = spots.get(random.nextInt(spots.size()));
        JsonNode parent = document.at(spot.head());
        JsonNode value = random.nextInt(4) == 0 ? null : other(random, document, spots);
        if (parent instanceof ObjectNode object) {
            String name = spot.last().getMatchingProperty();
            if (value == null) {
                object.remove(name);
            } else {
                object.set(random.nextInt(6) == 0 ? name + "x" : name, value);
            }
        } else if (parent instanceof ArrayNode array) {
            int place = spot.last().getMatchingIndex();
            if (value == null) {
                array.remove(place);
            } else {
                array.set(place, value);
            }
        }
    }

    private static JsonNode other(Random random, JsonNode document, List<JsonPointer> spots) {
        List<String> plain = List.of(
                "null", "7", "-1", "1e300", "true", "\"\"", "\" \"", "\"x\"", "[]", "{}", "\"PT9S\"", "[\"a\"]");
        return random.nextBoolean()
                ? document.at(spots.get(random.nextInt(spots.size()))).deepCopy()
                : HubJson.read(plain.get(random.nextInt(plain.size())), JsonNode.class);
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> spots) {
        if (!at.matches()) {
            spots.add(at);
        }
        node.properties().forEach(one -> collect(one.getValue(), at.appendProperty(one.getKey()), spots));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), at.appendIndex(i), spots);
        }
    }
}
