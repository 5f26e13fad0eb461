package org.huiliu.bench.repeats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.huiliu.dedup.Matter;
import org.jspecify.annotations.Nullable;

/**
 * Messages with labels: {@code messages_*.jsonl} (id, user, created, title, text), {@code events_*.csv} (event_id,
 * message_id: messages of one event are one matter), {@code pairs_*.csv} (id_a, id_b, same_matter, kind),
 * {@code undecided_ids_*.json} (ids that no score counts). Only title, text, time and user are read as features.
 */
final class LabelledFolder {
    /** China has one time. */
    static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final Map<String, String> events = new HashMap<>();

    /** One message. */
    record Message(String id, String user, OffsetDateTime created, String title, String text, Matter matter) {}

    /** Two messages and whether they are one matter. */
    record Pair(Message a, Message b, boolean same, String kind) {}

    private LabelledFolder() {}

    static LabelledFolder read(Path folder) throws IOException {
        LabelledFolder read = new LabelledFolder();
        Set<String> undecided = new HashSet<>();
        ObjectMapper json = new ObjectMapper();
        for (Path file : files(folder, "undecided_ids_*.json")) {
            json.readTree(file.toFile()).forEach(id -> undecided.add(id.asText()));
        }
        for (Path file : files(folder, "messages_*.jsonl")) {
            for (String line : Files.readAllLines(file)) {
                JsonNode node = json.readTree(line);
                String id = node.path("id").asText();
                if (!undecided.contains(id)) {
                    read.messages.put(id, message(id, node));
                }
            }
        }
        for (Path file : files(folder, "events_*.csv")) {
            for (Map<String, String> row : Csv.read(file)) {
                if (read.messages.containsKey(row.get("message_id"))) {
                    read.events.put(row.getOrDefault("message_id", ""), row.getOrDefault("event_id", ""));
                }
            }
        }
        for (Path file : files(folder, "pairs_*.csv")) {
            for (Map<String, String> row : Csv.read(file)) {
                Message a = read.messages.get(row.get("id_a"));
                Message b = read.messages.get(row.get("id_b"));
                if (a != null && b != null) {
                    read.pairs.add(new Pair(a, b, "1".equals(row.get("same_matter")), row.getOrDefault("kind", "")));
                }
            }
        }
        return read;
    }

    List<Message> messages() {
        return List.copyOf(messages.values());
    }

    List<Pair> pairs() {
        return List.copyOf(pairs);
    }

    @Nullable
    String event(Message message) {
        return events.get(message.id());
    }

    Map<String, String> events() {
        return Map.copyOf(events);
    }

    private static Message message(String id, JsonNode node) {
        OffsetDateTime created =
                LocalDateTime.parse(node.path("created").asText()).atOffset(BEIJING);
        String user = node.path("user").asText("");
        String title = node.path("title").asText("");
        String text = node.path("text").asText("");
        Matter matter = Matter.of(title, text, created, user.isBlank() ? null : user);
        return new Message(id, user, created, title, text, matter);
    }

    private static List<Path> files(Path folder, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }
}
