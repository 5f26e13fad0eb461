package org.huiliu.bench.repeats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.Judgement;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.Rival;
import org.jspecify.annotations.Nullable;

/**
 * Sends labelled messages through keys, promise and judge in the order of their times, as intake does, with the policies'
 * windows. A case is compared by its first report; it leads others by the caller keys of its further ones.
 *
 * <p>Expected is that a message whose event has had a message within the window joins a case of that event. A wrong
 * attachment is one to a case whose first message is of another event, or was labelled as another matter; one between
 * messages without a label is counted as unlabelled.
 */
final class Replay {
    private static final int CANDIDATES = 32;

    private final LabelledFolder folder;
    private final Judge judge;
    private final RepeatPolicies policies = RepeatPolicies.shipped();
    private final Map<BlockKey, List<Case>> index = new HashMap<>();
    private final Set<String> labelledApart = new HashSet<>();
    private final Set<String> labelledSame = new HashSet<>();

    private record Case(LabelledFolder.Message first, Set<LabelledFolder.Message> members, Set<BlockKey> callers) {}

    private record Found(Case kase, Judgement judgement, double score, int rank) {}

    private Replay(LabelledFolder folder, Judge judge) {
        this.folder = folder;
        this.judge = judge;
        folder.pairs().forEach(pair -> {
            Set<String> labels = pair.same() ? labelledSame : labelledApart;
            labels.add(pair.a().id() + " " + pair.b().id());
            labels.add(pair.b().id() + " " + pair.a().id());
        });
    }

    static Map<String, Object> of(LabelledFolder folder, Judge judge) {
        return new Replay(folder, judge).run();
    }

    private Map<String, Object> run() {
        List<LabelledFolder.Message> messages = new ArrayList<>(folder.messages());
        messages.sort(Comparator.comparing(LabelledFolder.Message::created).thenComparing(LabelledFolder.Message::id));
        Map<String, List<LabelledFolder.Message>> eventsSoFar = new HashMap<>();
        int expected = 0;
        int blocked = 0;
        int attached = 0;
        int asked = 0;
        int missed = 0;
        int wrongly = 0;
        int unlabelled = 0;
        int unlabelledAsked = 0;
        List<String> wrong = new ArrayList<>();
        for (LabelledFolder.Message message : messages) {
            String event = folder.event(message);
            Duration window = policies.of(message.matter()).window();
            boolean repeat = event != null
                    && eventsSoFar.getOrDefault(event, List.of()).stream()
                            .anyMatch(before -> Duration.between(before.created(), message.created())
                                            .compareTo(window)
                                    <= 0);
            List<Case> candidates = candidates(message);
            List<Found> found = judged(message, candidates);
            Found best = found.isEmpty() ? null : found.get(0);
            Case joined = best != null && best.judgement() instanceof Judgement.Attach ? best.kase() : null;
            boolean attaches = joined != null;
            boolean right = best != null && right(message, best.kase());
            if (repeat) {
                expected++;
                boolean reachable = candidates.stream().anyMatch(kase -> right(message, kase));
                blocked += reachable ? 0 : 1;
                attached += attaches && right ? 1 : 0;
                boolean askedRightly = !attaches && found.stream().anyMatch(one -> right(message, one.kase()));
                asked += askedRightly ? 1 : 0;
                missed += attaches && right || askedRightly ? 0 : 1;
            }
            if (joined != null && !right) {
                if (apart(message, joined)) {
                    wrongly++;
                    wrong.add(message.id() + " to " + joined.first().id());
                } else {
                    unlabelled++;
                }
            } else if (!repeat && best != null && !attaches) {
                unlabelledAsked++;
            }
            enter(message, joined);
            if (event != null) {
                eventsSoFar.computeIfAbsent(event, none -> new ArrayList<>()).add(message);
            }
        }
        Map<String, Object> replay = new LinkedHashMap<>();
        replay.put("messages", messages.size());
        replay.put("expected", expected);
        replay.put("attached", attached);
        replay.put("asked", asked);
        replay.put("missed", missed);
        replay.put("missedByKeys", blocked);
        replay.put("wronglyAttached", wrongly);
        replay.put("wrong", wrong);
        replay.put("attachedUnlabelled", unlabelled);
        replay.put("askedUnlabelled", unlabelledAsked);
        return replay;
    }

    private List<Case> candidates(LabelledFolder.Message message) {
        Set<Case> found = new LinkedHashSet<>();
        for (BlockKey key : message.matter().lookups()) {
            List<Case> cases = index.getOrDefault(key, List.of());
            for (int i = cases.size() - 1; i >= 0; i--) {
                found.add(cases.get(i));
            }
        }
        // as the index does: the newest, at most so many
        return found.stream()
                .sorted(Comparator.comparing((Case kase) -> kase.first().created())
                        .reversed())
                .limit(CANDIDATES)
                .toList();
    }

    private List<Found> judged(LabelledFolder.Message message, List<Case> candidates) {
        Map<Case, Double> promises = new LinkedHashMap<>();
        for (Case kase : candidates) {
            Set<BlockKey.Kind> hits = EnumSet.noneOf(BlockKey.Kind.class);
            for (BlockKey key : message.matter().lookups()) {
                if (kase.callers().contains(key) || kase.first().matter().keys().contains(key)) {
                    hits.add(key.kind());
                }
            }
            double promise = judge.promise(
                    message.matter(),
                    new RepeatIndex.Candidate(
                            new UUID(0, 0), false, kase.first().matter().sketch(), hits));
            if (promise > 0) {
                promises.put(kase, promise);
            }
        }
        List<Found> found = new ArrayList<>();
        promises.entrySet().stream()
                .sorted(Map.Entry.<Case, Double>comparingByValue().reversed())
                .limit(Judge.SHORTLIST)
                .forEach(entry -> {
                    Case kase = entry.getKey();
                    boolean caller = message.matter().keys().stream()
                            .anyMatch(key -> key.kind() == BlockKey.Kind.CALLER
                                    && kase.callers().contains(key));
                    Judgement judgement =
                            judge.judge(message.matter(), new Rival(kase.first().matter(), caller, false, true));
                    Found one = judgement.fold(
                            attach ->
                                    new Found(kase, judgement, attach.evidence().score(), 2),
                            ask -> new Found(kase, judgement, ask.evidence().score(), 1),
                            recurs -> new Found(kase, judgement, 0, 0),
                            separate -> new Found(kase, judgement, 0, 0));
                    if (one.rank() > 0) {
                        found.add(one);
                    }
                });
        found.sort(Comparator.comparingInt(Found::rank)
                .thenComparingDouble(Found::score)
                .reversed());
        return found;
    }

    private void enter(LabelledFolder.Message message, @Nullable Case joined) {
        if (joined == null) {
            Case opened = new Case(message, new LinkedHashSet<>(Set.of(message)), new HashSet<>());
            message.matter().keys().forEach(key -> add(key, opened));
            message.matter().keys().stream()
                    .filter(key -> key.kind() == BlockKey.Kind.CALLER)
                    .forEach(opened.callers()::add);
            return;
        }
        joined.members().add(message);
        message.matter().keys().stream()
                .filter(key -> key.kind() == BlockKey.Kind.CALLER)
                .filter(joined.callers()::add)
                .forEach(key -> add(key, joined));
    }

    private void add(BlockKey key, Case kase) {
        index.computeIfAbsent(key, none -> new ArrayList<>()).add(kase);
    }

    /** A case of the message's event: its first message is of it, or is labelled as the same matter. */
    private boolean right(LabelledFolder.Message message, Case kase) {
        String event = folder.event(message);
        return labelledSame.contains(message.id() + " " + kase.first().id())
                || event != null && event.equals(folder.event(kase.first()));
    }

    private boolean apart(LabelledFolder.Message message, Case kase) {
        String mine = folder.event(message);
        String theirs = folder.event(kase.first());
        return labelledApart.contains(message.id() + " " + kase.first().id())
                || mine != null && theirs != null && !mine.equals(theirs);
    }
}
