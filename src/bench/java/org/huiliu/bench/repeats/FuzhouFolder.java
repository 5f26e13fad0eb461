package org.huiliu.bench.repeats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.Judgement;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.platform.json.HubJson;

/**
 * Converts a folder with {@code tickets.csv} to the form of {@link LabelledFolder} and scores it:
 * {@code -Dbench=repeats-fuzhou -Ddata=FOLDER}. Tickets to which the agency sent one identical reply are one group; only
 * groups whose flag is ok count. The files go to {@code target/bench/repeats-fuzhou}.
 */
public final class FuzhouFolder {
    private static final Path OUT = Path.of("target/bench/repeats-fuzhou");

    private FuzhouFolder() {}

    public static void run() throws IOException {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("data"), "-Ddata=FOLDER is missing"));
        convert(Csv.read(data.resolve("tickets.csv")));
        LabelledFolder folder = LabelledFolder.read(OUT);
        Judge judge = new Judge(RepeatPolicies.shipped());
        Map<String, List<LabelledFolder.Message>> groups = new TreeMap<>();
        folder.messages().forEach(message -> {
            String event = folder.event(message);
            if (event != null) {
                groups.computeIfAbsent(event, none -> new ArrayList<>()).add(message);
            }
        });
        int rows = 0;
        int attached = 0;
        int asked = 0;
        int pairs = 0;
        int attachedPairs = 0;
        int askedPairs = 0;
        for (List<LabelledFolder.Message> group : groups.values()) {
            for (LabelledFolder.Message one : group) {
                boolean attaches = false;
                boolean asks = false;
                for (LabelledFolder.Message other : group) {
                    if (one != other) {
                        Judgement judgement = judge.timeless(one.matter(), other.matter());
                        boolean attach = judgement instanceof Judgement.Attach;
                        boolean ask = judgement instanceof Judgement.Ask;
                        attaches |= attach;
                        asks |= attach || ask;
                        if (one.id().compareTo(other.id()) < 0) {
                            pairs++;
                            attachedPairs += attach ? 1 : 0;
                            askedPairs += attach || ask ? 1 : 0;
                        }
                    }
                }
                rows++;
                attached += attaches ? 1 : 0;
                asked += asks ? 1 : 0;
            }
        }
        System.out.printf(
                "converted to %s: %d tickets, %d groups marked ok%n",
                OUT, folder.messages().size(), groups.size());
        System.out.printf(
                "rows in groups: %d; found their group: attach %.3f, attach or ask %.3f%n",
                rows, share(attached, rows), share(asked, rows));
        System.out.printf(
                "pairs in groups: %d; attach %.3f, attach or ask %.3f%n",
                pairs, share(attachedPairs, pairs), share(askedPairs, pairs));
        Map<String, Object> replay = Replay.of(folder, judge);
        replay.forEach((name, value) -> System.out.printf("replay %-18s %s%n", name, value));
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("rows", rows);
        last.put("groupRecallAttach", share(attached, rows));
        last.put("groupRecallAsk", share(asked, rows));
        last.put("pairRecallAttach", share(attachedPairs, pairs));
        last.put("pairRecallAsk", share(askedPairs, pairs));
        last.put("replay", replay);
        System.out.println(HubJson.write(last));
    }

    private static void convert(List<Map<String, String>> tickets) throws IOException {
        Files.createDirectories(OUT);
        List<String> messages = new ArrayList<>();
        List<String> events = new ArrayList<>(List.of("event_id,message_id"));
        Map<String, List<String>> groups = new TreeMap<>();
        for (Map<String, String> ticket : tickets) {
            String id = ticket.getOrDefault("id", "");
            String date = ticket.getOrDefault("date", "");
            Map<String, String> message = new LinkedHashMap<>();
            message.put("id", id);
            message.put("user", "");
            message.put("created", date.length() == 10 ? date + "T00:00:00" : date);
            message.put("title", ticket.getOrDefault("title", ""));
            message.put("text", ticket.getOrDefault("text", ""));
            messages.add(HubJson.write(message));
            String group = ticket.getOrDefault("same_reply_group", "");
            if (!group.isBlank() && "ok".equals(ticket.get("same_reply_flag"))) {
                events.add(group + "," + id);
                groups.computeIfAbsent(group, none -> new ArrayList<>()).add(id);
            }
        }
        List<String> pairs = new ArrayList<>(List.of("id_a,id_b,same_matter,kind"));
        groups.values().forEach(ids -> {
            for (int i = 0; i < ids.size(); i++) {
                for (int j = i + 1; j < ids.size(); j++) {
                    pairs.add(ids.get(i) + "," + ids.get(j) + ",1,same_reply");
                }
            }
        });
        Files.write(OUT.resolve("messages_fuzhou.jsonl"), messages);
        Files.write(OUT.resolve("events_fuzhou.csv"), events);
        Files.write(OUT.resolve("pairs_fuzhou.csv"), pairs);
        Files.writeString(OUT.resolve("undecided_ids_fuzhou.json"), "[]");
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : Math.round(part / whole * 1000) / 1000.0;
    }
}
