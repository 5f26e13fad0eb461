package org.huiliu.delivery.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huiliu.TestClock;
import org.huiliu.delivery.Access;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Claimed;
import org.huiliu.delivery.Keyring;
import org.huiliu.delivery.Keyring.Held;
import org.huiliu.delivery.Outcome;
import org.huiliu.delivery.Receiver;
import org.huiliu.delivery.Request;
import org.huiliu.delivery.SecretKind;
import org.huiliu.delivery.Sent;
import org.huiliu.delivery.TestCertificate;
import org.huiliu.delivery.TestDelivery;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.delivery.signing.Verifier;
import org.huiliu.delivery.signing.Verifier.Verdict;
import org.huiliu.model.DeliveryKind;
import org.huiliu.pipeline.TestAgreements;
import org.huiliu.platform.net.Network;
import org.huiliu.platform.time.Clocks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the hub gets in: over real connections, with secrets that come, go and change. */
class EntranceTest {
    private static final String NAME = "receiver.city.example";
    private static final Instant START = Instant.parse("2026-01-05T01:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(START);
    private final List<Held> secrets = new CopyOnWriteArrayList<>();
    private final List<Came> came = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final List<String> grants = new CopyOnWriteArrayList<>();
    private Consumer<HttpServerRequest> granting = this::grant;
    private Function<HttpServerRequest, String> saying = request -> "{}";

    private final HttpSender sender = new HttpSender(
            vertx,
            host -> Future.succeededFuture(List.of(Network.literal("127.0.0.1").orElseThrow())),
            code -> Uni.createFrom().item(() -> new Keyring(secrets)),
            TestDelivery.config(Map.of()),
            clock);

    /** A request as it came. */
    private record Came(String method, String path, Map<String, String> headers, byte[] body) {
        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    @AfterEach
    void close() {
        var unused = vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aTokenAndAKeyAreShownWhereTheReceiverWantsThem() {
        int port = open(new HttpServerOptions());
        put(SecretKind.BEARER, "a-bearer-token");
        assertThat(send("http://" + NAME + ":" + port, by(new Access.Auth.Bearer())))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(came.get(0).header("Authorization")).isEqualTo("Bearer a-bearer-token");
        put(SecretKind.API_KEY, "APPCODE an-invented-key");
        assertThat(send("http://" + NAME + ":" + port, by(new Access.Auth.ApiKey("X-Ca-Key"))))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(came.get(1).header("X-Ca-Key")).isEqualTo("APPCODE an-invented-key");
        assertThat(came.get(1).header("Authorization")).isNull();
    }

    @Test
    void theBeginningOfTheAnswerIsKeptWithoutWhatTheHubShowed() {
        int port = open(new HttpServerOptions());
        put(SecretKind.BEARER, "a-bearer-token");
        saying = request -> request.getHeader("Authorization") + " 不认识 " + "x".repeat(5000);
        byte[] kept = sent("http://" + NAME + ":" + port, by(new Access.Auth.Bearer()), Duration.ofSeconds(5))
                .await()
                .atMost(Duration.ofSeconds(10))
                .answer();
        assertThat(kept).hasSize(4096);
        assertThat(new String(kept == null ? new byte[0] : kept, UTF_8)).startsWith("Bearer *** 不认识 x");
        assertThat(sent("http://10.0.0.7", Access.USUAL, Duration.ofSeconds(5))
                        .await()
                        .atMost(Duration.ofSeconds(10))
                        .answer())
                .isNull();
    }

    @Test
    void withoutItsSecretNothingIsSent() {
        int port = open(new HttpServerOptions());
        assertThat(send("http://" + NAME + ":" + port, by(new Access.Auth.Bearer())))
                .isEqualTo(new Outcome.Unreachable("SECRET_MISSING BEARER"));
        assertThat(send("http://" + NAME + ":" + port, signed(Scheme.STANDARD_HMAC, Scheme.SM2)))
                .isEqualTo(new Outcome.Unreachable("SECRET_MISSING STANDARD_HMAC"));
        assertThat(send(
                        "https://" + NAME + ":" + port,
                        new Access(List.of(), Set.of(), new Access.Auth.Nothing(), true, "", List.of())))
                .isEqualTo(new Outcome.Unreachable("SECRET_MISSING CLIENT_CERTIFICATE"));
        assertThat(came).isEmpty();
    }

    @Test
    void aTokenIsHadOnceAndRenewedBeforeItEnds() {
        int port = open(new HttpServerOptions());
        put(SecretKind.OAUTH2, "client secret/+&");
        Access access = oauth(port);
        List<Uni<Outcome>> side = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            side.add(sending("http://" + NAME + ":" + port, access));
        }
        assertThat(Uni.join().all(side).andFailFast().await().atMost(Duration.ofSeconds(10)))
                .allMatch(said -> said instanceof Outcome.Accepted);
        assertThat(grants)
                .as("five at once, one asks")
                .containsExactly(
                        "Basic aHVpbGl1OmNsaWVudCtzZWNyZXQlMkYlMkIlMjY= grant_type=client_credentials&scope=cases");
        clock.advance(Duration.ofSeconds(200));
        assertThat(send("http://" + NAME + ":" + port, access)).isInstanceOf(Outcome.Accepted.class);
        assertThat(grants).hasSize(1);
        clock.advance(Duration.ofSeconds(50));
        assertThat(send("http://" + NAME + ":" + port, access)).isInstanceOf(Outcome.Accepted.class);
        assertThat(grants).as("a minute before its end").hasSize(2);
        granting = refused -> answer(refused, 500, "");
        clock.advance(Duration.ofSeconds(260));
        assertThat(send("http://" + NAME + ":" + port, access))
                .as("the old one is good for some seconds more")
                .isInstanceOf(Outcome.Accepted.class);
        clock.advance(Duration.ofSeconds(60));
        assertThat(send("http://" + NAME + ":" + port, access)).isEqualTo(new Outcome.Unreachable("TOKEN_REFUSED 500"));
        assertThat(came.stream().map(one -> one.header("Authorization")).distinct())
                .containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void aTokenThatIsNotTakenIsDroppedOnce() {
        int port = open(new HttpServerOptions());
        put(SecretKind.OAUTH2, "client-secret");
        answers.addAll(List.of(401, 200));
        assertThat(send("http://" + NAME + ":" + port, oauth(port))).isInstanceOf(Outcome.Accepted.class);
        assertThat(came)
                .extracting(one -> one.header("Authorization"))
                .containsExactly("Bearer token-1", "Bearer token-2");
        answers.addAll(List.of(401, 401, 401));
        assertThat(send("http://" + NAME + ":" + port, oauth(port)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, said -> assertThat(said.status()).isEqualTo(401));
        assertThat(answers).as("asked twice, not more").hasSize(1);
    }

    @Test
    void aTokenServerIsNotBelievedMoreThanAReceiver() {
        int port = open(new HttpServerOptions());
        put(SecretKind.OAUTH2, "client-secret");
        granting = elsewhere -> {
            var located = elsewhere.response().putHeader("Location", "http://127.0.0.1:" + port + "/stolen");
            answer(elsewhere, 302, "");
        };
        assertThat(send("http://" + NAME + ":" + port, oauth(port)))
                .isEqualTo(new Outcome.Unreachable("TOKEN_REFUSED 302"));
        for (String odd : new String[] {
            "<html>",
            "{}",
            "{\"access_token\": \"a\\r\\nHost: x\"}",
            "{\"access_token\": \"a\", \"token_type\": \"mac\"}",
            "x".repeat(70_000)
        }) {
            granting = garbage -> answer(garbage, 200, odd);
            assertThat(send("http://" + NAME + ":" + port, oauth(port)))
                    .isEqualTo(new Outcome.Unreachable("TOKEN_UNREADABLE"));
        }
        Access outside = new Access(
                List.of(),
                Set.of(),
                new Access.Auth.OAuth2(URI.create("http://10.0.0.7/token"), "huiliu", null),
                false,
                "",
                List.of());
        assertThat(send("http://" + NAME + ":" + port, outside))
                .isEqualTo(new Outcome.Unreachable("ADDRESS_NOT_ALLOWED 10.0.0.7"));
        granting = silent -> {};
        assertThat(send("http://" + NAME + ":" + port, oauth(port), Duration.ofMillis(300))
                        .reason())
                .isIn("TIMEOUT", "TOKEN_TIMEOUT");
        assertThat(came).isEmpty();
    }

    @Test
    void everySignatureIsOneThatItsReceiverTakes() {
        int port = open(new HttpServerOptions());
        for (Scheme scheme : Scheme.values()) {
            put(SecretKind.valueOf(scheme.name()), secretOf(scheme, 1));
        }
        String url = "http://" + NAME + ":" + port + "/huiliu";
        assertThat(send(url, signed(Scheme.values()))).isInstanceOf(Outcome.Accepted.class);
        assertThat(send(url, signed(Scheme.values()))).isInstanceOf(Outcome.Accepted.class);
        for (Scheme scheme : Scheme.values()) {
            assertThat(verdict(came.get(0), scheme, secretOf(scheme, 1)))
                    .as(scheme.name())
                    .isEqualTo(Verdict.GENUINE);
            assertThat(verdict(came.get(0), scheme, secretOf(scheme, 2)))
                    .as(scheme.name())
                    .isEqualTo(Verdict.FORGED);
        }
        assertThat(came.get(0).path()).isEqualTo("/huiliu/cases");
        assertThat(came.get(0).header("webhook-id")).isEqualTo(came.get(0).header("Huiliu-Delivery-Id"));
        assertThat(came.get(0).header("Huiliu-Nonce")).isNotEqualTo(came.get(1).header("Huiliu-Nonce"));
        assertThat(came.get(0).header("Huiliu-App-Id")).isEqualTo("huiliu-01");
    }

    @Test
    void whileASecretIsReplacedBothSign() {
        int port = open(new HttpServerOptions());
        for (Scheme scheme : Scheme.values()) {
            SecretKind kind = SecretKind.valueOf(scheme.name());
            secrets.add(Held.of(UUID.randomUUID(), kind, secretOf(scheme, 1), START, START.plusSeconds(3600)));
            secrets.add(Held.of(UUID.randomUUID(), kind, secretOf(scheme, 2), START.plusSeconds(1), null));
        }
        assertThat(send("http://" + NAME + ":" + port, signed(Scheme.values()))).isInstanceOf(Outcome.Accepted.class);
        for (Scheme scheme : Scheme.values()) {
            assertThat(verdict(came.get(0), scheme, secretOf(scheme, 1))).isEqualTo(Verdict.GENUINE);
            assertThat(verdict(came.get(0), scheme, secretOf(scheme, 2))).isEqualTo(Verdict.GENUINE);
        }
        clock.advance(Duration.ofHours(1));
        assertThat(send("http://" + NAME + ":" + port, signed(Scheme.values()))).isInstanceOf(Outcome.Accepted.class);
        for (Scheme scheme : Scheme.values()) {
            assertThat(verdict(came.get(1), scheme, secretOf(scheme, 1)))
                    .as("its overlap is over")
                    .isEqualTo(Verdict.FORGED);
            assertThat(verdict(came.get(1), scheme, secretOf(scheme, 2))).isEqualTo(Verdict.GENUINE);
        }
    }

    @Test
    void bothSidesShowACertificateAndTheNameCounts(@TempDir Path folder) {
        TestCertificate theirs = TestCertificate.of(folder, NAME);
        TestCertificate ours = TestCertificate.of(folder, "hub.city.example");
        int port = open(new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addKeyValue(Buffer.buffer(theirs.key()))
                        .addCertValue(Buffer.buffer(theirs.certificate())))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(ours.certificate()))));
        Access access = new Access(List.of(), Set.of(), new Access.Auth.Nothing(), true, "", List.of());
        String url = "https://" + NAME + ":" + port;
        put(SecretKind.CLIENT_CERTIFICATE, theirs.both());
        put(SecretKind.CA, theirs.certificate());
        assertThat(send(url, access)).as("not the certificate that they know").isInstanceOf(Outcome.Unreachable.class);
        put(SecretKind.CLIENT_CERTIFICATE, ours.both());
        assertThat(send(url, access)).isInstanceOf(Outcome.Accepted.class);
        assertThat(send("https://other.city.example:" + port, access))
                .as("the connection is the same, the name in the certificate is not")
                .isInstanceOf(Outcome.Unreachable.class);
        put(SecretKind.CA, ours.certificate());
        assertThat(send(url, access)).as("nobody vouches for them").isInstanceOf(Outcome.Unreachable.class);
        assertThat(came).hasSize(1);
        assertThat(came.get(0).header("Host")).isEqualTo(NAME + ":" + port);
    }

    // ---------------------------------------------------------------- what it takes

    private int open(HttpServerOptions options) {
        return vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> {
                    if (request.path().equals("/token")) {
                        granting.accept(request);
                        return;
                    }
                    var unused = request.body().onSuccess(body -> {
                        came.add(new Came(
                                request.method().name(),
                                request.uri(),
                                request.headers().entries().stream()
                                        .collect(Collectors.toMap(
                                                one -> one.getKey().toLowerCase(java.util.Locale.ROOT),
                                                Map.Entry::getValue)),
                                body.getBytes()));
                        Integer status = answers.poll();
                        answer(request, status == null ? 200 : status, saying.apply(request));
                    });
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void grant(HttpServerRequest request) {
        var unused = request.body().onSuccess(form -> {
            grants.add(request.getHeader("Authorization") + " " + form);
            answer(
                    request,
                    200,
                    "{\"access_token\": \"token-" + grants.size()
                            + "\", \"token_type\": \"bearer\", \"expires_in\": 300}");
        });
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        var sent = request.response().setStatusCode(status).end(body);
    }

    /** In the place of the one before it. */
    private void put(SecretKind kind, String value) {
        boolean before = secrets.removeIf(one -> one.kind() == kind);
        secrets.add(Held.of(UUID.randomUUID(), kind, value, clock.instant(), null));
    }

    private static String secretOf(Scheme scheme, int number) {
        return switch (scheme) {
            case STANDARD_HMAC ->
                "whsec_" + "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwM" + (number == 1 ? "TI=" : "jM=");
            case STANDARD_ED25519 ->
                "whsk_" + "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwM" + (number == 1 ? "TI=" : "jM=");
            case SORTED_DIGEST, HMAC_SM3 -> "an-invented-app-secret-0" + number;
            case SM2 -> "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde" + number;
        };
    }

    private Verdict verdict(Came request, Scheme scheme, String secret) {
        return new Verifier(scheme, List.of(scheme.verifier(secret)))
                .check(request.method(), request.path(), request::header, request.body(), clock.instant());
    }

    private static Access by(Access.Auth auth) {
        return new Access(List.of(), Set.of(), auth, false, "", List.of());
    }

    private static Access oauth(int port) {
        return by(new Access.Auth.OAuth2(URI.create("http://sso.city.example:" + port + "/token"), "huiliu", "cases"));
    }

    private static Access signed(Scheme... schemes) {
        return new Access(List.of(), Set.of(), new Access.Auth.Nothing(), false, "huiliu-01", List.of(schemes));
    }

    private Outcome send(String url, Access access) {
        return sending(url, access).await().atMost(Duration.ofSeconds(10));
    }

    private Outcome.Unreachable send(String url, Access access, Duration timeout) {
        return (Outcome.Unreachable) sending(url, access, timeout).await().atMost(Duration.ofSeconds(10));
    }

    private Uni<Outcome> sending(String url, Access access) {
        return sending(url, access, Duration.ofSeconds(5));
    }

    private Uni<Outcome> sending(String url, Access access, Duration timeout) {
        return sent(url, access, timeout).map(Sent::outcome);
    }

    private Uni<Sent> sent(String url, Access access, Duration timeout) {
        Receiver receiver = new Receiver(
                "municipal", "", "", url, "receiver-municipal", Set.of(), timeout, access, TestDelivery.terms());
        Claimed delivery = TestDelivery.claimed(
                "municipal",
                DeliveryKind.CREATE,
                JsonNodeFactory.instance.objectNode(),
                OffsetDateTime.now(Clocks.CHINA));
        Agreement agreement = TestAgreements.published("receiver-municipal");
        Request request =
                new Request(agreement.usualHead(delivery.kind(), delivery.caseId()), "{\"a\":1}".getBytes(UTF_8));
        return sender.send(receiver, delivery, request, agreement);
    }
}
