package org.huiliu.pipeline;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.huiliu.cases.CaseFile;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.model.Case;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.DeliveryKind;
import org.huiliu.normalize.FeedContract;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.platform.time.Ids;

/**
 * What the reports that a group has attached mean for others: the units that have the case hear of them, at once when it
 * matters and otherwise at a pace, and the line that took the call learns where the case stands.
 */
final class Growth {
    /** The first further call is news, and so is every tenfold. */
    private static final int TENFOLD = 10;

    private final FeedContracts feeds;
    private final Map<UUID, Case> before = new LinkedHashMap<>();
    private final Map<UUID, Map<String, SortedSet<String>>> recordsByLine = new HashMap<>();

    Growth(FeedContracts feeds) {
        this.feeds = feeds;
    }

    /** A report is about to be attached to this case. */
    void of(CaseFile file, Submission report) {
        before.putIfAbsent(file.id(), file.now());
        feeds.find(report.report().feed()).map(FeedContract::answersTo).ifPresent(line -> recordsByLine
                .computeIfAbsent(file.id(), none -> new TreeMap<>())
                .computeIfAbsent(line, none -> new TreeSet<>())
                .add(report.report().externalId()));
    }

    /** The case was sent out anew: its units need no word beside that. */
    void sentAnew(CaseFile file) {
        before.remove(file.id());
    }

    /** Owes the units their news: what can wait comes in {@code paced}. */
    void tellUnits(Map<UUID, CaseFile> files, Dispatching dispatching, List<NewDelivery> paced) {
        before.forEach((id, was) -> {
            CaseFile file = Objects.requireNonNull(files.get(id));
            if (file.state() == CaseState.INVALID) {
                return;
            }
            if (matters(was, file.now())) {
                dispatching.update(file);
            } else {
                dispatching.update(file, paced);
            }
        });
    }

    /**
     * What the lines are told of the records that joined a case.
     *
     * @param told the cases of which all their lines hear more than that in this step
     */
    List<NewDelivery> answers(Map<UUID, CaseFile> files, Set<UUID> told, OffsetDateTime at) {
        List<NewDelivery> answers = new ArrayList<>();
        recordsByLine.forEach((id, lines) -> {
            if (!told.contains(id)) {
                lines.forEach((line, records) ->
                        answers.add(answer(Objects.requireNonNull(files.get(id)), line, records, at)));
            }
        });
        return answers;
    }

    private static NewDelivery answer(CaseFile file, String line, SortedSet<String> records, OffsetDateTime at) {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("externalIds", records);
        note.put("answer", "PROGRESS");
        note.put("state", file.state().name());
        note.put("at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at));
        note.put("text", "与已受理事项为同一诉求，已并案办理");
        return new NewDelivery(
                Ids.at(at.toInstant().toEpochMilli()),
                file.id(),
                line,
                null,
                DeliveryKind.ANSWER,
                file.now().revision(),
                null,
                note);
    }

    private static boolean matters(Case was, Case is) {
        return digits(is.reportCount() - 1) > digits(was.reportCount() - 1) || graver(was.content(), is.content());
    }

    /** 0 for none, 1 for 1 to 9, 2 for 10 to 99 further reports, and so on. */
    private static int digits(int further) {
        int digits = 0;
        for (int rest = further; rest > 0; rest /= TENFOLD) {
            digits++;
        }
        return digits;
    }

    private static boolean graver(CaseContent was, CaseContent is) {
        return is.urgency().compareTo(was.urgency()) > 0
                || is.priority().compareTo(was.priority()) < 0
                || !was.flags().containsAll(is.flags());
    }
}
