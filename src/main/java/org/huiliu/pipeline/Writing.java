package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Agreements;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Draft;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.Letters;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.model.Assignment;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/**
 * What is sent with a first attempt, written by the case as it is now and frozen: every later attempt sends the same. One
 * that was frozen before is sent as it was, by the contract that it was written by.
 */
final class Writing {
    private final CaseLedger cases;
    private final Agreements agreements;
    private final Letters letters;
    private final DeliveryQueue queue;

    Writing(CaseLedger cases, Agreements agreements, Letters letters, DeliveryQueue queue) {
        this.cases = cases;
        this.agreements = agreements;
        this.letters = letters;
        this.queue = queue;
    }

    /** Writes and freezes, in the transaction that claims. */
    Uni<List<Letter>> write(Tx tx, List<Claimed> claimed, Map<String, Receiver> receivers) {
        return load(tx, claimed).flatMap(files -> agreements
                .named(tx, contracts(claimed, receivers))
                .map(agreed -> write(claimed, receivers, files, agreed))
                .call(written -> queue.freeze(tx, toFreeze(written))));
    }

    private Uni<Map<UUID, CaseFile>> load(Tx tx, List<Claimed> claimed) {
        return cases.read(
                tx,
                claimed.stream()
                        .filter(one -> one.first() && one.tellsTheCase())
                        .map(Claimed::caseId)
                        .distinct()
                        .toList());
    }

    private static Set<String> contracts(List<Claimed> claimed, Map<String, Receiver> receivers) {
        return claimed.stream().map(one -> contract(one, receivers)).collect(Collectors.toSet());
    }

    /** The one that the target has now, or the one by which a frozen request was written. */
    private static String contract(Claimed delivery, Map<String, Receiver> receivers) {
        Head head = delivery.head();
        return head != null ? head.contract() : receiver(delivery, receivers).contract();
    }

    private static Receiver receiver(Claimed delivery, Map<String, Receiver> receivers) {
        return Objects.requireNonNull(receivers.get(delivery.target()));
    }

    private List<Letter> write(
            List<Claimed> claimed,
            Map<String, Receiver> receivers,
            Map<UUID, CaseFile> files,
            Map<String, Agreement> agreed) {
        return claimed.stream()
                .map(one -> write(
                        one, receiver(one, receivers), agreed.get(contract(one, receivers)), files.get(one.caseId())))
                .toList();
    }

    private Letter write(Claimed delivery, Receiver receiver, @Nullable Agreement agreement, @Nullable CaseFile file) {
        if (delivery.poison()) {
            return new Letter(delivery, receiver, agreement, null, List.of());
        }
        if (agreement == null) {
            return Letter.unsent(
                    delivery, receiver, Fault.at("", "contract", "there is no contract " + receiver.contract()));
        }
        if (delivery.body() != null) {
            Head head =
                    delivery.head() != null ? delivery.head() : agreement.usualHead(delivery.kind(), delivery.caseId());
            return new Letter(delivery, receiver, agreement, new Request(head, delivery.body()), List.of());
        }
        try {
            ObjectNode body = body(delivery, receiver, file);
            if (body == null) {
                return Letter.unsent(
                        delivery,
                        receiver,
                        Fault.at("/assignment", "missing", "the delivery names no assignment of its case"));
            }
            Draft draft = agreement.write(delivery.kind(), body);
            return new Letter(delivery, receiver, agreement, draft.request(), draft.faults());
        } catch (RuntimeException broken) {
            // one delivery that cannot be written must not keep the others of its round from being sent
            Problem incident = Incident.of(broken);
            return Letter.unsent(delivery, receiver, Fault.at("", "unwritable", String.valueOf(incident.instance())));
        }
    }

    private @Nullable ObjectNode body(Claimed delivery, Receiver receiver, @Nullable CaseFile file) {
        return switch (delivery.kind()) {
            case CREATE, UPDATE -> file == null ? null : ofCase(delivery, receiver, file);
            case RECALL -> letters.ofRecall(delivery);
            case ANSWER -> letters.ofAnswer(delivery);
            case WARNING -> letters.ofWarning(delivery);
        };
    }

    private @Nullable ObjectNode ofCase(Claimed delivery, Receiver receiver, CaseFile file) {
        Assignment assignment = delivery.assignmentId() == null
                ? null
                : file.assignment(delivery.assignmentId()).orElse(null);
        return assignment == null ? null : letters.ofCase(delivery, receiver, file.now(), assignment);
    }

    private static Map<UUID, Request> toFreeze(List<Letter> letters) {
        Map<UUID, Request> requests = new LinkedHashMap<>();
        for (Letter letter : letters) {
            if (letter.delivery().first() && letter.request() != null) {
                requests.put(letter.delivery().id(), letter.request());
            }
        }
        return requests;
    }
}
