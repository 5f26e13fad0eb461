package org.huiliu.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huiliu.TestDatabase;
import org.huiliu.TestReceiver;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.pg.Ledgers;
import org.huiliu.contracts.PublishedContracts;
import org.huiliu.contracts.pg.ContractRows;
import org.huiliu.delivery.DeliveryConfig;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Gates;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.delivery.TestDelivery;
import org.huiliu.delivery.http.Senders;
import org.huiliu.delivery.pg.Queues;
import org.huiliu.feedback.pg.Books;
import org.huiliu.model.Assignment;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseContent;
import org.huiliu.model.CaseState;
import org.huiliu.model.DeliveryKind;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.partners.Access;
import org.huiliu.partners.Target;
import org.huiliu.partners.Targets;
import org.huiliu.partners.Terms;
import org.huiliu.platform.bell.TestBell;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.reviews.pg.Reviews;

/** Deliver and feedback path on a real database and real connections, without the rest of the hub. */
final class PipelineParts implements AutoCloseable {
    static final Basis BASIS = new Basis(1, "default", "兜底");
    private static final String CONTENT = """
            {"domain": "GOV_SERVICE", "appealType": "HELP",
             "category": {"system": "12345", "version": "1", "code": "0102", "path": []}, "urgency": "NORMAL", "priority": "P3",
             "title": "外墙渗水", "place": {"division": "320302"}}
            """;

    final TestDatabase database = TestDatabase.create();
    final Clock clock = Clock.system(Clocks.CHINA);
    final TestReceiver receiver = new TestReceiver(database.vertx());
    final CaseLedger cases = Ledgers.onPostgres();
    final DeliveryQueue queue = Queues.onPostgres();
    final Gates gates = Queues.gatesOnPostgres();
    final DeliverPath deliverPath;
    final FeedbackPath feedbackPath;

    PipelineParts() {
        DeliveryConfig config = TestDelivery.config(
                Map.of("poll", "PT0.05S", "probe-first", "PT0.05S", "probe-longest", "PT0.05S", "drain", "PT5S"));
        Targets targets = new Targets(List.of(
                target("municipal", "receiver-municipal"),
                target("district-320302", "receiver-district"),
                target("line-12345", "receiver-line"),
                target("line-110", "receiver-line"),
                target("crm", "crm")));
        deliverPath = new DeliverPath(
                database.vertx(),
                database.pool(),
                queue,
                gates,
                cases,
                tx -> Uni.createFrom().item(targets),
                TestDelivery.letters(config),
                new Agreed(new PublishedContracts(), ContractRows.onPostgres(database.pool())),
                Senders.overHttp(database.vertx(), config, clock),
                new TestBell(),
                config,
                clock,
                new SimpleMeterRegistry());
        feedbackPath = new FeedbackPath(
                database.vertx(),
                database.pool(),
                cases,
                queue,
                Books.onPostgres(),
                Reviews.onPostgres(database.pool()),
                tx -> Uni.createFrom().item(targets),
                new TellingLines(
                        Books.onPostgres(),
                        tx -> Uni.createFrom().item(targets),
                        new FeedContracts((code, addresses, within) -> Optional.empty(), Optional.empty()),
                        queue),
                deliverPath,
                clock);
    }

    private Target target(String code, String contract) {
        return new Target(
                code,
                code + "单位",
                "agency",
                "MUNICIPAL",
                contract.equals("receiver-district") ? "320302" : "",
                receiver.baseUrl(code),
                contract,
                Set.of(),
                Set.of(),
                2000,
                new Terms(8, null, 0, new Terms.Retry(10, 1, 72), Terms.OnRefusal.PARK),
                Access.USUAL,
                null);
    }

    /** A case in the hands of units and what is owed to them; the first unit is the host. */
    Dispatched dispatch(String... units) {
        OffsetDateTime at = OffsetDateTime.now(clock);
        CaseFile file =
                CaseFile.open(Ids.at(clock.millis()), "12345", HubJson.read(CONTENT, CaseContent.class), Set.of(), at);
        file.moveTo(CaseState.ACCEPTED, "hub", Map.of());
        Map<String, UUID> deliveries = new HashMap<>();
        List<NewDelivery> owed = new ArrayList<>();
        for (String unit : units) {
            Assignment given = file.assign(
                    Ids.at(clock.millis()), unit, owed.isEmpty() ? AssignmentRole.HOST : AssignmentRole.CO, BASIS);
            NewDelivery delivery = new NewDelivery(
                    Ids.at(clock.millis()), file.id(), unit, given.id(), DeliveryKind.CREATE, 1, BASIS, Map.of());
            owed.add(delivery);
            deliveries.put(unit, delivery.id());
        }
        file.moveTo(CaseState.DISPATCHED, "hub", Map.of());
        Void written = database.in(tx -> cases.write(tx, List.of(file)).chain(() -> queue.add(tx, owed, at)));
        return new Dispatched(file.id(), deliveries, file.assignments());
    }

    /** Something a case in the database is known by. */
    record Dispatched(UUID caseId, Map<String, UUID> deliveries, List<Assignment> assignments) {
        UUID delivery(String unit) {
            UUID id = deliveries.get(unit);
            if (id == null) {
                throw new IllegalArgumentException(unit);
            }
            return id;
        }
    }

    /** Says that a line has reported the case under this number. */
    void reported(UUID caseId, String feed, String number) {
        var unused = database.sql(
                "INSERT INTO report (id, feed, external_id, content_hash, case_id, outcome, received_at, content,"
                        + " sealed_content, sealed_payload, media_type) VALUES ($1, $2, $3, '', $4, 'OPENED', now(), '{}', '',"
                        + " '', 'application/json')",
                Ids.at(clock.millis()),
                feed,
                number,
                caseId);
    }

    String deliveryState(UUID id) {
        return database.sql("SELECT state FROM delivery WHERE id = $1", id)
                .get(0)
                .getString("state");
    }

    @Override
    public void close() {
        deliverPath.end();
        receiver.close();
        database.close();
    }
}
