package org.huiliu.normalize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.huiliu.normalize.divisions.DivisionTable;
import org.huiliu.normalize.divisions.TableDivisionResolver;

/** The sample pairs of the feeds' folders, and what a normalized payload looks like beside an expected file. */
final class Samples {
    static final Path FEEDS = Path.of("contracts/feeds");

    private static final ObjectMapper COMPLETE = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .setSerializationInclusion(JsonInclude.Include.NON_EMPTY);

    /** The real table: what the samples expect is what the hub does. */
    private static final DivisionResolver DIVISIONS = new TableDivisionResolver(DivisionTable.load());

    private Samples() {}

    /** One payload and the file that says what it becomes. */
    record Sample(String feed, Path payload, Path expected) {
        PayloadFormat format() {
            return payload.toString().endsWith(".xml") ? PayloadFormat.XML : PayloadFormat.JSON;
        }

        byte[] bytes() {
            try {
                return Files.readAllBytes(payload);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode expectation() {
            try {
                return comparable(COMPLETE.readTree(Files.readString(expected)));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + expected, e);
            }
        }

        @Override
        public String toString() {
            return feed + "/" + payload.getFileName();
        }
    }

    static DivisionResolver divisions() {
        return DIVISIONS;
    }

    static List<String> feeds() {
        return listed(FEEDS).filter(Files::isDirectory).map(Samples::name).toList();
    }

    static List<Sample> all() {
        return feeds().stream().flatMap(feed -> of(feed).stream()).toList();
    }

    static List<Sample> of(String feed) {
        return in(FEEDS.resolve(feed));
    }

    static List<Sample> in(Path folder) {
        return listed(folder.resolve("samples"))
                .filter(file -> !name(file).endsWith(".expected.json"))
                .map(file -> new Sample(
                        name(folder),
                        file,
                        file.resolveSibling(name(file).replaceFirst("\\.(json|xml)$", ".expected.json"))))
                .toList();
    }

    /** The same form as an expected file. */
    static JsonNode actual(Normalized normalized) {
        ObjectNode actual = COMPLETE.createObjectNode();
        actual.put("externalId", normalized.externalId());
        if (normalized.version() != null) {
            actual.put("version", normalized.version());
        }
        if (normalized.mainRecord() != null) {
            actual.put("mainRecord", normalized.mainRecord());
        }
        actual.set("content", COMPLETE.valueToTree(normalized.content()));
        return comparable(actual);
    }

    static String pretty(JsonNode node) {
        try {
            return COMPLETE.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Numbers as decimals, flags (a set) sorted, false and empty objects left out: they say the same as absence. */
    private static JsonNode comparable(JsonNode node) {
        if (node.isNumber()) {
            return DecimalNode.valueOf(node.decimalValue().stripTrailingZeros());
        }
        if (node instanceof ArrayNode array) {
            ArrayNode elements = COMPLETE.createArrayNode();
            array.forEach(element -> elements.add(comparable(element)));
            return elements;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode properties = COMPLETE.createObjectNode();
            sorted(object).forEach((name, value) -> {
                JsonNode property = name.equals("flags") ? sorted((ArrayNode) value) : comparable(value);
                boolean silent = property.isObject() && property.isEmpty()
                        || List.of("anonymous", "withdrawn", "repeatClaimed").contains(name) && !property.asBoolean();
                if (!silent) {
                    properties.set(name, property);
                }
            });
            return properties;
        }
        return node;
    }

    private static Map<String, JsonNode> sorted(ObjectNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        Iterator<Map.Entry<String, JsonNode>> properties = object.fields();
        properties.forEachRemaining(property -> sorted.put(property.getKey(), property.getValue()));
        return sorted;
    }

    private static ArrayNode sorted(ArrayNode words) {
        ArrayNode sorted = COMPLETE.createArrayNode();
        Stream.iterate(0, i -> i < words.size(), i -> i + 1)
                .map(i -> words.get(i).asText())
                .sorted()
                .forEach(word -> sorted.add(TextNode.valueOf(word)));
        return sorted;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Stream<Path> listed(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
