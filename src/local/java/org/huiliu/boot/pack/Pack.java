package org.huiliu.boot.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A place as data: who is there, its rules, and what was reported to its lines. Everything in it is invented except for the
 * names and codes of divisions and kinds of units.
 *
 * @param agencies bodies of {@code PUT /v1/agencies/{code}}, with the code
 * @param targets bodies of {@code PUT /v1/targets/{code}}, with the code; base addresses begin with {@link #RECEIVERS}
 * @param ruleset the document of the place's rules
 * @param catalogue the lines of its dispatch catalogue (派单目录), an array; empty where the rules ask none
 * @param reports in the order in which they came in
 */
public record Pack(
        String name,
        List<JsonNode> agencies,
        List<JsonNode> targets,
        JsonNode ruleset,
        JsonNode catalogue,
        List<Report> reports) {

    /** What the base addresses of a pack's targets begin with: whoever loads it puts the address of real ones there. */
    public static final String RECEIVERS = "https://sandbox.invalid";

    /** The places there are. */
    public static final List<String> NAMES = List.of("gulou", "yanzhou", "haishu", "hanbin", "nantong");

    private static final List<String> COLUMNS = List.of("category", "division", "level", "host", "co", "note");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A native message of a line. */
    public record Report(String feed, JsonNode payload) {}

    /** Reads a pack. */
    public static Pack read(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("-Dpack=" + name + " is none of " + NAMES);
        }
        return new Pack(
                name,
                entries(json(name, "agencies.json")),
                entries(json(name, "targets.json")),
                json(name, "ruleset.json"),
                catalogue(text(name, "catalogue.csv").orElse("")),
                name.equals("haishu") ? InventedEvents.ofHaishu().take(InventedEvents.SAMPLE) : reports(name));
    }

    private static List<JsonNode> entries(JsonNode list) {
        List<JsonNode> entries = new ArrayList<>();
        list.forEach(entries::add);
        return entries;
    }

    private static List<Report> reports(String name) {
        return text(name, "reports.ndjson").orElse("").lines().map(Pack::report).toList();
    }

    private static Report report(String line) {
        JsonNode report = json(line);
        return new Report(report.path("feed").asText(), report.path("payload"));
    }

    /** Lines of category, division, level, host, co-units and note; none of a pack's cells needs quotes. */
    private static JsonNode catalogue(String csv) {
        ArrayNode lines = JSON.createArrayNode();
        csv.lines().skip(1).map(line -> line.split(",", -1)).forEach(cells -> {
            ObjectNode line = lines.addObject();
            for (int i = 0; i < COLUMNS.size(); i++) {
                if (COLUMNS.get(i).equals("co")) {
                    ArrayNode units = line.putArray("co");
                    Stream.of(cells[i].split(";")).filter(one -> !one.isEmpty()).forEach(units::add);
                } else if (!cells[i].isEmpty()) {
                    line.put(COLUMNS.get(i), cells[i]);
                }
            }
        });
        return lines;
    }

    private static JsonNode json(String name, String file) {
        return json(text(name, file).orElseThrow(() -> new IllegalStateException("pack " + name + " lacks " + file)));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> text(String name, String file) {
        String path = "contracts/packs/" + name + "/" + file;
        try (InputStream stream = Pack.class.getClassLoader().getResourceAsStream(path)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
