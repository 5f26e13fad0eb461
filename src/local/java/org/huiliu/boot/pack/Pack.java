package org.huiliu.boot.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place as data: who is there, its rules, and what was reported to its lines. Everything in it is invented except for the
 * names and codes of divisions and kinds of units.
 *
 * @param agencies bodies of {@code PUT /v1/agencies/{code}}, with the code
 * @param targets bodies of {@code PUT /v1/targets/{code}}, with the code; base addresses begin with {@link #RECEIVERS}
 * @param ruleset the document of the place's rules
 * @param catalogue the dispatch catalogue (派单目录) as CSV; absent where the rules ask none
 * @param reports in the order in which they came in
 */
public record Pack(
        String name,
        List<JsonNode> agencies,
        List<JsonNode> targets,
        JsonNode ruleset,
        Optional<String> catalogue,
        List<Report> reports) {

    /** What the base addresses of a pack's targets begin with: whoever loads it puts the address of real ones there. */
    public static final String RECEIVERS = "https://sandbox.invalid";

    /** The places there are. */
    public static final List<String> NAMES = List.of("gulou", "yanzhou", "haishu", "hanbin", "nantong");

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
                text(name, "catalogue.csv"),
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
