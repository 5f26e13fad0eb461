package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.contracts.SampleLetters;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Agreements;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.Draft;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Sender;
import org.huiliu.delivery.Sent;
import org.huiliu.delivery.Shown;
import org.huiliu.delivery.TestSend;
import org.huiliu.delivery.TestSends;
import org.huiliu.model.DeliveryKind;
import org.huiliu.partners.Entry;
import org.huiliu.partners.PartnerRegister;
import org.huiliu.platform.audit.AuditTrail;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;

/** A test on the way of a delivery: by the target's contract and its access, with an invented letter, past the queue. */
@ApplicationScoped
class TestSending implements TestSends {
    private static final String TAKES_NONE = "contract";

    private final Pool pool;
    private final PartnerRegister register;
    private final Agreements agreements;
    private final SampleLetters samples;
    private final Sender sender;
    private final Clock clock;

    TestSending(
            Pool pool,
            PartnerRegister register,
            Agreements agreements,
            SampleLetters samples,
            Sender sender,
            Clock clock) {
        this.pool = pool;
        this.register = register;
        this.agreements = agreements;
        this.samples = samples;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<TestSend>> send(String target, String actor) {
        return register.target(target).flatMap(found -> found.map(Entry::value)
                .map(Receivers::of)
                .map(receiver -> send(receiver, actor).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** The deed is written before it is done: it may fail, or nobody wait for its end. */
    private Uni<TestSend> send(Receiver receiver, String actor) {
        AuditTrail.Entry deed = new AuditTrail.Entry(
                OffsetDateTime.now(clock), actor, "target.test", "target/" + receiver.code(), null, Map.of(), null);
        return Tx.run(pool, tx -> AuditTrail.add(tx, deed)
                        .chain(() -> agreements.named(tx, List.of(receiver.contract()))))
                .flatMap(agreed -> tried(receiver, agreed.get(receiver.contract())));
    }

    private Uni<TestSend> tried(Receiver receiver, @Nullable Agreement agreement) {
        if (agreement == null) {
            return Uni.createFrom()
                    .item(Trial.NONE.unsent(
                            receiver,
                            List.of(Fault.at("", TAKES_NONE, "there is no contract " + receiver.contract()))));
        }
        Trial asCase = trial(receiver, agreement, DeliveryKind.CREATE);
        Trial trial = asCase.taken() ? asCase : trial(receiver, agreement, DeliveryKind.ANSWER);
        Request request = trial.draft.request();
        if (request == null) {
            return Uni.createFrom().item(trial.unsent(receiver, trial.draft.faults()));
        }
        long begun = System.nanoTime();
        return sender.send(receiver, claimed(receiver, trial), marked(request), agreement)
                .map(sent -> trial.sent(receiver, sent, Duration.ofNanos(System.nanoTime() - begun)));
    }

    private Trial trial(Receiver receiver, Agreement agreement, DeliveryKind kind) {
        UUID id = Ids.at(clock.millis());
        UUID caseId = Ids.at(clock.millis());
        SampleLetters.Sample sample = samples.one(receiver.contract(), kind);
        ObjectNode letter =
                sample.letter().deepCopy().put("deliveryId", id.toString()).put("caseId", caseId.toString());
        return new Trial(id, caseId, kind, sample.name(), agreement.write(kind, letter));
    }

    private Claimed claimed(Receiver receiver, Trial trial) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return new Claimed(
                trial.id,
                trial.caseId,
                receiver.code(),
                null,
                trial.kind,
                1,
                NullNode.getInstance(),
                now,
                now,
                1,
                0,
                0,
                Duration.ZERO,
                null,
                null,
                null);
    }

    private static Request marked(Request request) {
        Map<String, String> headers = new HashMap<>(request.head().headers());
        var none = headers.put(HEADER, "true");
        Head head = request.head();
        return new Request(new Head(head.contract(), head.method(), head.path(), headers), request.body());
    }

    /** A letter that is tried. */
    private record Trial(UUID id, UUID caseId, DeliveryKind kind, String sample, Draft draft) {
        static final Trial NONE =
                new Trial(new UUID(0, 0), new UUID(0, 0), DeliveryKind.CREATE, "", Draft.breach(List.of()));

        boolean taken() {
            return draft.faults().stream().noneMatch(fault -> fault.code().equals(TAKES_NONE));
        }

        TestSend unsent(Receiver receiver, List<Fault> faults) {
            return told(receiver, false, 0, "CONTRACT_BREACH", null, null, null, faults, null);
        }

        TestSend sent(Receiver receiver, Sent sent, Duration took) {
            long millis = took.toMillis();
            byte[] answer = sent.answer();
            return sent.outcome()
                    .fold(
                            taken -> told(
                                    receiver,
                                    true,
                                    millis,
                                    "ACCEPTED",
                                    null,
                                    null,
                                    taken.receivedAs(),
                                    taken.faults(),
                                    answer),
                            had -> told(
                                    receiver,
                                    true,
                                    millis,
                                    "ALREADY_HAD",
                                    null,
                                    null,
                                    had.receivedAs(),
                                    had.faults(),
                                    answer),
                            refused -> told(
                                    receiver,
                                    true,
                                    millis,
                                    "REFUSED",
                                    refused.status(),
                                    refused.reason(),
                                    null,
                                    List.of(),
                                    answer),
                            busy -> told(receiver, true, millis, "BUSY", busy.status(), null, null, List.of(), answer),
                            unreachable -> told(
                                    receiver,
                                    true,
                                    millis,
                                    "UNREACHABLE",
                                    null,
                                    unreachable.reason(),
                                    null,
                                    List.of(),
                                    answer),
                            breach -> told(
                                    receiver,
                                    true,
                                    millis,
                                    "CONTRACT_BREACH",
                                    null,
                                    null,
                                    null,
                                    breach.faults(),
                                    answer),
                            gone -> told(receiver, true, millis, "GONE", 410, null, null, List.of(), answer));
        }

        private TestSend told(
                Receiver receiver,
                boolean sent,
                long millis,
                String outcome,
                @Nullable Integer status,
                @Nullable String reason,
                @Nullable String receivedAs,
                List<Fault> faults,
                byte @Nullable [] answer) {
            return new TestSend(
                    id,
                    receiver.code(),
                    receiver.contract(),
                    kind,
                    sample,
                    sent,
                    outcome,
                    status,
                    millis,
                    reason,
                    receivedAs,
                    faults,
                    answer == null || answer.length == 0 ? null : Shown.OTHERS.ofTheirs(answer));
        }
    }
}
