package org.huiliu.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.huiliu.cases.AssignmentMoves;
import org.huiliu.cases.CaseEvent;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseMoves;
import org.huiliu.delivery.Addressee;
import org.huiliu.feedback.Following;
import org.huiliu.feedback.JointResult;
import org.huiliu.feedback.Receipt;
import org.huiliu.feedback.ReceiptAnswer;
import org.huiliu.feedback.ReceiptBook;
import org.huiliu.feedback.ReceiptKind;
import org.huiliu.feedback.Standing;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.CaseState;
import org.huiliu.model.ItemKind;
import org.huiliu.model.Result;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;

/** Receipts that are taken in one transaction, one after the other: later ones see what earlier ones did. */
final class ReceiptGroup {
    private final List<Receipt> receipts;
    private final Map<UUID, Addressee> addressees;
    private final OffsetDateTime at;
    private final Map<ReceiptBook.Key, ReceiptBook.Entry> known = new HashMap<>();
    private final List<ReceiptAnswer> answers = new ArrayList<>();
    private final List<ReceiptBook.NewEntry> entries = new ArrayList<>();
    private final List<LineNews> news = new ArrayList<>();
    private final Map<UUID, Map<String, Result.UnitAnswer>> results = new HashMap<>();
    private UnaryOperator<String> unitNames = code -> code;
    private Map<UUID, CaseFile> files = Map.of();

    ReceiptGroup(List<Receipt> receipts, Map<UUID, Addressee> addressees, OffsetDateTime at) {
        this.receipts = receipts;
        this.addressees = addressees;
        this.at = at;
    }

    /** The cases that the receipts are about; only of deliveries that are the reporting target's own. */
    Set<UUID> caseIds() {
        Set<UUID> ids = new TreeSet<>();
        for (Receipt receipt : receipts) {
            if (addressee(receipt).isPresent()) {
                ids.add(receipt.caseId());
            }
        }
        return ids;
    }

    List<ReceiptBook.Key> keys() {
        return receipts.stream().map(ReceiptBook.Key::of).toList();
    }

    /** The joint matters among these: what their units have answered before is part of their result. */
    static List<UUID> joint(Map<UUID, CaseFile> locked) {
        return locked.values().stream()
                .filter(file -> file.now().handling().itemKind() == ItemKind.JOINT)
                .map(CaseFile::id)
                .toList();
    }

    /** What is known of joint matters. */
    void answered(Map<UUID, Map<String, Result.UnitAnswer>> before, UnaryOperator<String> names) {
        before.forEach((id, answers) -> results.put(id, new HashMap<>(answers)));
        unitNames = names;
    }

    /** Decides every receipt, on the cases as locked and the receipts as known. */
    void decide(Map<UUID, CaseFile> locked, Map<ReceiptBook.Key, ReceiptBook.Entry> written) {
        files = locked;
        known.putAll(written);
        for (Receipt receipt : receipts) {
            answers.add(decide(receipt));
        }
    }

    List<ReceiptAnswer> answers() {
        return List.copyOf(answers);
    }

    List<ReceiptBook.NewEntry> entries() {
        return List.copyOf(entries);
    }

    List<LineNews> news() {
        return List.copyOf(news);
    }

    /** The cases that were resolved here: nothing is asked about them any more. */
    List<UUID> over() {
        return files.values().stream()
                .filter(file -> file.changed() && !CaseMoves.open(file.state()))
                .map(CaseFile::id)
                .toList();
    }

    Collection<CaseFile> files() {
        return files.values();
    }

    private ReceiptAnswer decide(Receipt receipt) {
        CaseFile file = files.get(receipt.caseId());
        Assignment assignment = addressee(receipt)
                .map(Addressee::assignmentId)
                .flatMap(id -> file == null ? Optional.empty() : file.assignment(id))
                .orElse(null);
        if (file == null || assignment == null) {
            return new ReceiptAnswer.Unknown();
        }
        byte[] hash = hash(receipt);
        ReceiptBook.Entry before = known.get(ReceiptBook.Key.of(receipt));
        if (before != null) {
            return MessageDigest.isEqual(before.hash(), hash)
                    ? new ReceiptAnswer.Repeated(before.standing())
                    : new ReceiptAnswer.Conflict();
        }
        return refusal(receipt, file, assignment).orElseGet(() -> take(receipt, file, assignment, hash));
    }

    private static Optional<ReceiptAnswer> refusal(Receipt receipt, CaseFile file, Assignment assignment) {
        AssignmentState from = assignment.state();
        if (!unitsMove(from) || !(moreProgress(receipt, from) || AssignmentMoves.legal(from, leadsTo(receipt)))) {
            return Optional.of(new ReceiptAnswer.IllegalMove("assignment " + from, names(AssignmentMoves.from(from))));
        }
        return next(file, assignment, receipt)
                .filter(next -> !CaseMoves.legal(file.state(), next))
                .map(next ->
                        new ReceiptAnswer.IllegalMove("case " + file.state(), names(CaseMoves.from(file.state()))));
    }

    private static Optional<CaseState> next(CaseFile file, Assignment assignment, Receipt receipt) {
        return Following.next(
                file.state(),
                file.now().handling().itemKind(),
                assignment.role(),
                receipt.kind(),
                Following.last(file.openAssignments(), assignment.id()));
    }

    /** Out of these states a unit moves by itself; a requested return and a rework are an operator's to decide. */
    private static boolean unitsMove(AssignmentState from) {
        return switch (from) {
            case DISPATCHED, SIGNED, IN_PROGRESS -> true;
            case RETURN_REQUESTED, RETURNED, RESOLVED, CANCELLED -> false;
        };
    }

    private static boolean moreProgress(Receipt receipt, AssignmentState from) {
        return receipt.kind() == ReceiptKind.PROGRESS && from == AssignmentState.IN_PROGRESS;
    }

    private static AssignmentState leadsTo(Receipt receipt) {
        return receipt.kind().leadsTo();
    }

    private ReceiptAnswer take(Receipt receipt, CaseFile file, Assignment assignment, byte[] hash) {
        String actor = "target:" + receipt.target();
        Map<String, Object> data = particulars(receipt);
        file.step(at);
        if (!moreProgress(receipt, assignment.state())) {
            file.moveAssignment(assignment.id(), leadsTo(receipt), actor, data);
        }
        if (receipt.kind() == ReceiptKind.PROGRESS) {
            file.note(CaseEvent.Kind.PROGRESS, actor, data);
        }
        if (receipt.kind() == ReceiptKind.RESOLVED) {
            file.note(CaseEvent.Kind.RESULT, actor, data);
        }
        answers(receipt);
        Optional<CaseState> next = next(file, assignment, receipt);
        boolean over = next.isPresent() && next.get() == CaseState.RESOLVED;
        if (over) {
            file.conclude(result(file, receipt));
        }
        next.ifPresent(state -> file.moveTo(state, actor, data));
        if (over || (assignment.role() == AssignmentRole.HOST && receipt.kind() != ReceiptKind.RETURN_REQUESTED)) {
            news.add(news(file, receipt, over));
        }
        Standing standing = new Standing(
                receipt.receiptId(),
                receipt.deliveryId(),
                file.id(),
                file.state(),
                leadsTo(receipt),
                file.now().revision(),
                at);
        entries.add(new ReceiptBook.NewEntry(receipt, hash, standing));
        known.put(ReceiptBook.Key.of(receipt), new ReceiptBook.Entry(hash, standing));
        return new ReceiptAnswer.Taken(standing);
    }

    private Optional<Addressee> addressee(Receipt receipt) {
        return Optional.ofNullable(addressees.get(receipt.deliveryId()))
                .filter(to ->
                        to.target().equals(receipt.target()) && to.caseId().equals(receipt.caseId()));
    }

    private OffsetDateTime happenedAt(Receipt receipt) {
        return receipt.at() == null ? at : receipt.at();
    }

    private LineNews news(CaseFile file, Receipt receipt, boolean over) {
        return new LineNews(
                file.id(),
                file.now().revision(),
                over ? LineNews.Answer.RESULT : LineNews.Answer.PROGRESS,
                file.state(),
                happenedAt(receipt),
                receipt.target(),
                receipt.text(),
                over ? file.now().result() : null);
    }

    private void answers(Receipt receipt) {
        Receipt.ReportedResult reported = receipt.result();
        if (reported != null) {
            var before = results.computeIfAbsent(receipt.caseId(), id -> new HashMap<>())
                    .put(
                            receipt.target(),
                            new Result.UnitAnswer(
                                    receipt.target(), reported.outcome(), reported.text(), happenedAt(receipt)));
        }
    }

    private @Nullable Result result(CaseFile file, Receipt receipt) {
        Receipt.ReportedResult reported = receipt.result();
        if (file.now().handling().itemKind() == ItemKind.JOINT) {
            Map<String, Result.UnitAnswer> all = results.getOrDefault(file.id(), Map.of());
            List<Result.UnitAnswer> units = file.openAssignments().stream()
                    .map(one -> all.get(one.target()))
                    .filter(Objects::nonNull)
                    .toList();
            return JointResult.of(units, happenedAt(receipt), unitNames);
        }
        return reported == null
                ? null
                : Result.of(reported.outcome(), reported.code(), reported.text(), happenedAt(receipt));
    }

    /** For the case's history; the unit's own words stay in the sealed receipt. */
    private static Map<String, Object> particulars(Receipt receipt) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("target", receipt.target());
        data.put("receiptId", receipt.receiptId());
        data.put("receipt", receipt.kind().name());
        if (receipt.result() != null) {
            data.put("outcome", receipt.result().outcome().name());
        }
        return data;
    }

    private static List<String> names(Set<? extends Enum<?>> states) {
        return states.stream().sorted().map(Enum::name).toList();
    }

    /** Equal for equal receipts: a record's JSON has its components in their order. */
    private static byte[] hash(Receipt receipt) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(HubJson.write(receipt).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java", e);
        }
    }
}
