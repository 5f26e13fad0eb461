package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huiliu.Eventually;
import org.huiliu.TestReceiver;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.model.DeliveryKind;
import org.huiliu.pipeline.PipelineParts.Dispatched;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Ids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the queue over the wire and back, with receivers that behave well and badly. */
class DeliverPathTest {
    private PipelineParts parts;

    @BeforeEach
    void open() {
        parts = new PipelineParts();
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void aCaseReachesItsUnits() {
        Dispatched one = parts.dispatch("municipal", "district-320302");
        parts.deliverPath.begin();
        delivered(one.delivery("municipal"));
        delivered(one.delivery("district-320302"));

        TestReceiver.Got got = parts.receiver.got("municipal").get(0);
        JsonNode body = HubJson.read(got.body(), JsonNode.class);
        assertThat(got.deliveryId()).isEqualTo(one.delivery("municipal").toString());
        assertThat(body.at("/case/title").asText()).isEqualTo("外墙渗水");
        assertThat(body.at("/assignment/role").asText()).isEqualTo("HOST");
        assertThat(parts.database.sql("SELECT received_as FROM delivery WHERE received_as = 'R-1'"))
                .hasSize(2);
        assertThat(parts.database.sql(
                        "SELECT sealed_answer FROM attempt WHERE outcome = 'ACCEPTED' AND sealed_answer IS NOT NULL"))
                .as("with what the receiver answered, sealed")
                .hasSize(2)
                .noneMatch(row -> row.getBuffer("sealed_answer").toString().contains("R-1"));
    }

    @Test
    void aTargetThatHangsDelaysNobodyElse() {
        parts.receiver.behave("municipal", silent -> {});
        List<Dispatched> stuck = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            stuck.add(parts.dispatch("municipal"));
        }
        parts.deliverPath.begin();
        Eventually.holds("requests hang", () -> parts.receiver.got("municipal").size() >= 8);
        Dispatched other = parts.dispatch("district-320302");
        parts.deliverPath.wake();
        delivered(other.delivery("district-320302"));
        assertThat(stuck).allSatisfy(one -> assertThat(parts.deliveryState(one.delivery("municipal")))
                .isIn("WAITING", "SENDING"));
        assertThat(parts.database.sql("SELECT 1 FROM delivery WHERE state = 'SENDING'"))
                .as("no more than its places")
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void aRepeatedAttemptSendsTheSameBytes() {
        Queue<Integer> answers = new ConcurrentLinkedQueue<>(List.of(503, 500, 200));
        parts.receiver.behave("municipal", request -> {
            boolean asks = request.method() == HttpMethod.GET;
            Integer status = asks ? Integer.valueOf(404) : answers.poll();
            TestReceiver.answer(status == null ? 200 : status, "").accept(request);
        });
        Dispatched one = parts.dispatch("municipal");
        parts.deliverPath.begin();
        delivered(one.delivery("municipal"));
        List<String> bodies = parts.receiver.got("municipal").stream()
                .filter(got -> got.method().equals("POST"))
                .map(TestReceiver.Got::body)
                .toList();
        assertThat(bodies).hasSize(3);
        assertThat(bodies).containsOnly(bodies.get(0));
        assertThat(parts.database.sql("SELECT 1 FROM attempt")).hasSize(3);
    }

    @Test
    void anUpdateFollowsItsCreate() {
        Dispatched one = parts.dispatch("municipal");
        UUID update = owe(one, DeliveryKind.UPDATE, 2);
        parts.deliverPath.begin();
        delivered(update);
        assertThat(parts.receiver.got("municipal"))
                .extracting(TestReceiver.Got::method)
                .containsExactly("POST", "PUT");
    }

    @Test
    void aRefusalParksWithItsReason() {
        parts.receiver.behave("municipal", TestReceiver.answer(422, "{\"reason\":\"NOT_OURS\"}"));
        Dispatched one = parts.dispatch("municipal");
        parts.deliverPath.begin();
        Eventually.holds(
                "parked", () -> parts.deliveryState(one.delivery("municipal")).equals("PARKED"));
        assertThat(parts.database
                        .sql("SELECT outcome_note FROM delivery")
                        .get(0)
                        .getString("outcome_note"))
                .isEqualTo("NOT_OURS");
    }

    @Test
    void aBodyThatBreaksTheContractIsParkedUnsent() {
        Dispatched one = parts.dispatch("line-110");
        parts.deliverPath.begin();
        Eventually.holds(
                "parked", () -> parts.deliveryState(one.delivery("line-110")).equals("PARKED"));
        assertThat(parts.receiver.got("line-110")).isEmpty();
    }

    @Test
    void allAttemptsBelongToOneTrace() {
        Queue<Integer> answers = new ConcurrentLinkedQueue<>(List.of(500, 500, 200));
        parts.receiver.behave("municipal", request -> {
            Integer status = request.method() == HttpMethod.GET ? Integer.valueOf(404) : answers.poll();
            TestReceiver.answer(status == null ? 200 : status, "").accept(request);
        });
        Dispatched one = parts.dispatch("municipal");
        parts.deliverPath.begin();
        delivered(one.delivery("municipal"));
        List<String> sent = parts.receiver.got("municipal").stream()
                .map(TestReceiver.Got::traceparent)
                .toList();
        assertThat(sent).doesNotHaveDuplicates();
        assertThat(sent.stream().map(header -> header.substring(0, 35)))
                .containsOnly(sent.get(0).substring(0, 35));
    }

    @Test
    void anOutageIsSurvivedAndWrittenDown() {
        AtomicBoolean down = new AtomicBoolean(true);
        parts.receiver.behave("municipal", request -> TestReceiver.answer(down.get() ? 500 : 200, "")
                .accept(request));
        List<Dispatched> owed = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            owed.add(parts.dispatch("municipal"));
        }
        parts.deliverPath.begin();
        Eventually.holds(
                "an outage", () -> !parts.database.sql("SELECT 1 FROM outage").isEmpty());
        down.set(false);
        owed.forEach(one -> delivered(one.delivery("municipal")));
        Eventually.holds("it is over", () -> !parts.database
                .sql("SELECT 1 FROM outage WHERE ended_at IS NOT NULL AND reason = 'HTTP 500'")
                .isEmpty());
    }

    @Test
    void stoppingWaitsForWhatIsUnderWay() {
        Queue<HttpServerRequest> open = new ConcurrentLinkedQueue<>();
        parts.receiver.behave("municipal", open::add);
        Dispatched one = parts.dispatch("municipal");
        parts.deliverPath.begin();
        Eventually.holds("under way", () -> !open.isEmpty());
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(parts.deliverPath::end);
        Dispatched late = parts.dispatch("municipal");
        parts.deliverPath.wake();
        open.forEach(request -> TestReceiver.answer(200, "").accept(request));
        stopped.join();
        assertThat(parts.deliveryState(one.delivery("municipal"))).isEqualTo("DELIVERED");
        assertThat(parts.deliveryState(late.delivery("municipal"))).isIn("WAITING", "DELIVERED");
    }

    private UUID owe(Dispatched one, DeliveryKind kind, int revision) {
        NewDelivery delivery = new NewDelivery(
                Ids.at(parts.clock.millis()),
                one.caseId(),
                "municipal",
                one.assignments().get(0).id(),
                kind,
                revision,
                PipelineParts.BASIS,
                Map.of());
        Void added = parts.database.in(tx -> parts.queue.add(tx, List.of(delivery), OffsetDateTime.now(parts.clock)));
        return delivery.id();
    }

    private void delivered(UUID id) {
        Eventually.holds("delivered", () -> parts.deliveryState(id).equals("DELIVERED"));
    }
}
