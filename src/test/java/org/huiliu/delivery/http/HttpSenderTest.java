package org.huiliu.delivery.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.huiliu.TestReceiver;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Sender;
import org.huiliu.delivery.Sent;
import org.huiliu.delivery.TestDelivery;
import org.huiliu.model.DeliveryKind;
import org.huiliu.pipeline.TestAgreements;
import org.huiliu.platform.problem.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each answer of a receiver means, over real connections. */
class HttpSenderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-09-11T04:00:00Z"), ZoneOffset.ofHours(8));

    private static Vertx vertx;
    private static TestReceiver receiver;
    private static Sender sender;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        receiver = new TestReceiver(vertx);
        sender = Senders.overHttp(vertx, TestDelivery.config(Map.of()), CLOCK);
    }

    @AfterAll
    static void close() {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void twoHundredIsAcceptedWithTheReceiversNumber() {
        assertThat(outcome(TestReceiver.answer(201, "{\"receivedAs\": \"ZJ-1\"}")))
                .isEqualTo(new Outcome.Accepted("ZJ-1"));
        assertThat(outcome(TestReceiver.answer(202, ""))).isEqualTo(new Outcome.Accepted(null));
    }

    @Test
    void anAnswerThatBreaksTheContractIsToldAndStillCounts() {
        assertThat(outcome(TestReceiver.answer(200, "<html>")))
                .isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(accepted.faults())
                        .extracting(Fault::code)
                        .containsExactly("json"));
        assertThat(outcome(TestReceiver.answer(200, "{\"receivedAs\": 13800000001}")))
                .isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(accepted.faults())
                        .containsExactly(new Fault("/receivedAs", "type", "is of the wrong type", List.of("string"))));
    }

    @Test
    void conflictMeansAlreadyHad() {
        assertThat(outcome(TestReceiver.answer(409, "{\"receivedAs\": \"ZJ-1\"}")))
                .isEqualTo(new Outcome.AlreadyHad("ZJ-1"));
    }

    @Test
    void aRefusalKeepsCodeAndSpotsAndNoFreeText() {
        String problem = "{\"title\": \"皇甫女士 13800000001\", \"detail\": \"13800000001\", \"reason\": \"NOT_OURS\","
                + " \"faults\": [{\"pointer\": \"/case/title\", \"message\": \"皇甫女士\"}, {\"pointer\": \"13800000001\"}]}";
        assertThat(outcome(TestReceiver.answer(422, problem)))
                .isEqualTo(new Outcome.Refused(422, "NOT_OURS /case/title"));
        assertThat(outcome(TestReceiver.answer(400, "{\"reason\": \"13800000001\"}")))
                .isEqualTo(new Outcome.Refused(400, "NO_REASON_GIVEN"));
        assertThat(outcome(TestReceiver.answer(404, ""))).isEqualTo(new Outcome.Refused(404, "NO_REASON_GIVEN"));
    }

    @Test
    void busySaysForHowLong() {
        assertThat(outcome(TestReceiver.answer(503, "", "Retry-After", "30")))
                .isEqualTo(new Outcome.Busy(503, Duration.ofSeconds(30)));
        assertThat(outcome(TestReceiver.answer(429, "", "Retry-After", "Thu, 11 Sep 2025 04:02:00 GMT")))
                .isEqualTo(new Outcome.Busy(429, Duration.ofMinutes(2)));
        assertThat(outcome(TestReceiver.answer(429, "", "Retry-After", "soon"))).isEqualTo(new Outcome.Busy(429, null));
    }

    @Test
    void aServerErrorIsNoAnswer() {
        assertThat(outcome(TestReceiver.answer(500, ""))).isEqualTo(new Outcome.Unreachable("HTTP 500"));
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertThat(outcome(TestReceiver.answer(302, "", "Location", receiver.baseUrl("elsewhere"))))
                .isEqualTo(new Outcome.Refused(302, "REDIRECT"));
        assertThat(receiver.got("elsewhere")).isEmpty();
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        Consumer<HttpServerRequest> endless = request -> {
            request.response().setChunked(true);
            pour(request);
        };
        assertThat(outcome(endless))
                .isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(accepted.faults())
                        .extracting(Fault::code)
                        .containsExactly("maxLength"));
    }

    @Test
    void anEndlessHeadIsBrokenOff() {
        NetServer raw = vertx.createNetServer()
                .connectHandler(socket -> {
                    var begun = socket.write("HTTP/1.1 200 OK\r\n");
                    for (int i = 0; i < 100; i++) {
                        var line = socket.write("X-Line-" + i + ": " + "x".repeat(1024) + "\r\n");
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(send(target("http://127.0.0.1:" + raw.actualPort()), delivery(DeliveryKind.CREATE)))
                .isEqualTo(new Outcome.Unreachable("TooLongHttpHeaderException"));
    }

    @Test
    void silenceAndDrippingEndWithTheTimeout() {
        assertThat(outcome(request -> {})).isEqualTo(new Outcome.Unreachable("TIMEOUT"));
        assertThat(outcome(request -> {
                    request.response().setChunked(true);
                    var unused = vertx.setPeriodic(50, tick -> {
                        var written = request.response().write(" ");
                    });
                }))
                .isEqualTo(new Outcome.Unreachable("TIMEOUT"));
    }

    @Test
    void aConnectionThatBreaksIsUnreachable() {
        assertThat(outcome(request -> {
                    var closed = request.connection().close();
                }))
                .isInstanceOf(Outcome.Unreachable.class);
        assertThat(send(target("http://127.0.0.1:1"), delivery(DeliveryKind.CREATE)))
                .isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void everyKindHasItsCall() {
        receiver.behave("municipal", TestReceiver.answer(200, ""));
        for (DeliveryKind kind : DeliveryKind.values()) {
            Claimed delivery = delivery(kind);
            assertThat(send(delivery)).isInstanceOf(Outcome.Accepted.class);
            TestReceiver.Got got = receiver.got("municipal").stream()
                    .filter(one -> one.deliveryId().equals(delivery.id().toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(got.revision()).isEqualTo(kind == DeliveryKind.WARNING ? "null" : "3");
            assertThat(got.method() + " " + got.path())
                    .isEqualTo(
                            switch (kind) {
                                case CREATE -> "POST /cases";
                                case UPDATE -> "PUT /cases/" + delivery.caseId();
                                case RECALL -> "POST /cases/" + delivery.caseId() + "/recall";
                                case ANSWER -> "POST /answers";
                                case WARNING -> "POST /warnings";
                            });
        }
    }

    @Test
    void aRetryAsksFirstAndDoesNotSendWhatHasArrived() {
        Claimed retried = TestDelivery.again(delivery(DeliveryKind.CREATE));
        receiver.behave("municipal", TestReceiver.answer(200, "{\"revision\": 3, \"receivedAs\": \"ZJ-1\"}"));
        assertThat(send(retried)).isEqualTo(new Outcome.AlreadyHad("ZJ-1"));
        assertThat(calls(retried)).containsExactly("GET /cases/" + retried.caseId());
    }

    @Test
    void aRetrySendsWhenTheReceiverHasLessOrDoesNotSay() {
        for (String said : new String[] {"{\"revision\": 2}", "{}", "<html>"}) {
            Claimed retried = TestDelivery.again(delivery(DeliveryKind.CREATE));
            receiver.behave("municipal", TestReceiver.answer(200, said));
            assertThat(send(retried)).isInstanceOf(Outcome.Accepted.class);
            assertThat(calls(retried)).containsExactly("GET /cases/" + retried.caseId(), "POST /cases");
        }
    }

    private static List<String> calls(Claimed delivery) {
        return receiver.got("municipal").stream()
                .filter(one -> one.deliveryId().equals(delivery.id().toString()))
                .map(one -> one.method() + " " + one.path())
                .toList();
    }

    private static void pour(HttpServerRequest request) {
        request.response()
                .write("x".repeat(8192))
                .onSuccess(written -> vertx.runOnContext(next -> {
                    if (!request.response().closed()) {
                        pour(request);
                    }
                }));
    }

    private static Outcome outcome(Consumer<HttpServerRequest> behaviour) {
        receiver.behave("municipal", behaviour);
        return send(delivery(DeliveryKind.CREATE));
    }

    private static Outcome send(Claimed delivery) {
        return send(target(receiver.baseUrl("municipal")), delivery);
    }

    private static Outcome send(Receiver to, Claimed delivery) {
        Agreement agreement = agreement(delivery.kind());
        Request request = new Request(agreement.usualHead(delivery.kind(), delivery.caseId()), "{}".getBytes(UTF_8));
        return sender.send(to, delivery, request, agreement)
                .map(Sent::outcome)
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static Agreement agreement(DeliveryKind kind) {
        return TestAgreements.published(kind == DeliveryKind.ANSWER ? "receiver-line" : "receiver-municipal");
    }

    private static Receiver target(String url) {
        return TestDelivery.receiver("municipal", url, "receiver-municipal", Duration.ofMillis(600));
    }

    private static Claimed delivery(DeliveryKind kind) {
        return TestDelivery.claimed(
                "municipal", kind, JsonNodeFactory.instance.objectNode(), OffsetDateTime.now(CLOCK));
    }
}
