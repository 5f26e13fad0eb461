package org.huiliu.delivery.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.huiliu.delivery.Access;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.Keyring;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.Sent;
import org.huiliu.delivery.TestDelivery;
import org.huiliu.model.DeliveryKind;
import org.huiliu.pipeline.TestAgreements;
import org.huiliu.platform.net.Network;
import org.huiliu.platform.time.Clocks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name that somebody else governs leads nowhere that is not allowed: a resolver that changes its answers, real connections. */
class GuardTest {
    private static final String NAME = "receiver.city.example";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> hosts = new CopyOnWriteArrayList<>();
    private final Queue<List<InetAddress>> answers = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private HttpSender sender;

    @BeforeEach
    void open() {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    boolean added = hosts.add(request.getHeader("Host"));
                    var sent = request.response().end("{}");
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Resolver changing = host -> {
            List<InetAddress> next = answers.poll();
            return next == null
                    ? Future.failedFuture(new AssertionError("asked once too often"))
                    : Future.succeededFuture(next);
        };
        sender = new HttpSender(
                vertx,
                changing,
                code -> Uni.createFrom().item(Keyring.EMPTY),
                TestDelivery.config(Map.of()),
                Clock.system(Clocks.CHINA));
    }

    @AfterEach
    void close() {
        var unused = vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aNameThatChangesItsMindAfterTheCheckGetsNowhere() {
        named("127.0.0.1");
        assertThat(send(Access.USUAL)).isInstanceOf(Outcome.Accepted.class);
        // the connection of before is still open, and yet the next attempt is judged anew, by one answer alone
        named("169.254.169.254");
        assertThat(send(Access.USUAL)).isEqualTo(new Outcome.Unreachable("ADDRESS_NOT_ALLOWED 169.254.169.254"));
        assertThat(answers).as("one look-up an attempt").isEmpty();
        assertThat(hosts).containsExactly(NAME + ":" + server.actualPort());
    }

    @Test
    void oneBadAddressBehindAGoodOneIsEnough() {
        named("127.0.0.1", "10.0.0.7");
        assertThat(send(Access.USUAL)).isEqualTo(new Outcome.Unreachable("ADDRESS_NOT_ALLOWED 10.0.0.7"));
        named("10.0.0.7", "127.0.0.1");
        assertThat(send(Access.USUAL)).isEqualTo(new Outcome.Unreachable("ADDRESS_NOT_ALLOWED 10.0.0.7"));
        assertThat(hosts).isEmpty();
    }

    @Test
    void whatIsNotListedIsNotReachedThoughTheHubCould() {
        Access elsewhere = within(List.of(Network.of("10.20.0.0/16")), Set.of());
        named("127.0.0.1");
        assertThat(send(elsewhere)).isEqualTo(new Outcome.Unreachable("ADDRESS_NOT_ALLOWED 127.0.0.1"));
        assertThat(send("http://127.0.0.1:" + server.actualPort(), elsewhere))
                .isEqualTo(new Outcome.Unreachable("ADDRESS_NOT_ALLOWED 127.0.0.1"));
        assertThat(hosts).isEmpty();
    }

    @Test
    void aPortThatIsNotNamedIsNotConnectedTo() {
        Access others = within(List.of(), Set.of(443));
        assertThat(send(others)).isEqualTo(new Outcome.Unreachable("PORT_NOT_ALLOWED " + server.actualPort()));
        assertThat(hosts).isEmpty();
    }

    @Test
    void theNextAttemptTakesTheNextAddress() {
        Guard guard = new Guard(
                host -> Future.succeededFuture(addresses("10.0.0.1", "10.0.0.2")), List.of(Network.of("10.0.0.0/8")));
        List<String> taken = new ArrayList<>();
        for (int turn = 0; turn < 3; turn++) {
            taken.add(guard.address(URI.create("https://" + NAME), Access.USUAL, turn)
                    .result()
                    .toString());
        }
        assertThat(taken).containsExactly("10.0.0.1:443", "10.0.0.2:443", "10.0.0.1:443");
    }

    @Test
    void theMachinesResolverKnowsItsOwnName() {
        assertThat(new JvmResolver(vertx)
                        .addresses("localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join())
                .allMatch(InetAddress::isLoopbackAddress);
    }

    private static Access within(List<Network> networks, Set<Integer> ports) {
        return new Access(networks, ports, new Access.Auth.Nothing(), false, "", List.of());
    }

    private void named(String... texts) {
        boolean added = answers.add(addresses(texts));
    }

    private static List<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(text -> Network.literal(text).orElseThrow()).toList();
    }

    private Outcome send(Access access) {
        return send("http://" + NAME + ":" + server.actualPort(), access);
    }

    private Outcome send(String url, Access access) {
        Receiver receiver = new Receiver(
                "municipal",
                "",
                "",
                url,
                "receiver-municipal",
                Set.of(),
                Duration.ofSeconds(5),
                access,
                TestDelivery.terms());
        Claimed delivery = TestDelivery.claimed(
                "municipal",
                DeliveryKind.CREATE,
                JsonNodeFactory.instance.objectNode(),
                OffsetDateTime.now(Clocks.CHINA));
        Agreement agreement = TestAgreements.published("receiver-municipal");
        Request request = new Request(agreement.usualHead(delivery.kind(), delivery.caseId()), "{}".getBytes(UTF_8));
        return sender.send(receiver, delivery, request, agreement)
                .map(Sent::outcome)
                .await()
                .atMost(Duration.ofSeconds(10));
    }
}
