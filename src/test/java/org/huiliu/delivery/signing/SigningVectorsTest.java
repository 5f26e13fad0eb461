package org.huiliu.delivery.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.huiliu.delivery.signing.Verifier.Verdict;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the published vectors of the standards, and those that receivers get; none of them was made by this code. */
class SigningVectorsTest {
    private static final Path FOLDER = Path.of("contracts/signing");
    private static final HexFormat HEX = HexFormat.of();

    /** One vector of a file. */
    record Vector(Scheme scheme, JsonNode json) {
        Message message() {
            JsonNode request = json.path("request");
            return new Message(
                    request.path("id").asText(),
                    request.path("method").asText(),
                    request.path("path").asText(),
                    request.path("body").asText().getBytes(UTF_8));
        }

        Stamp stamp() {
            return new Stamp(
                    Instant.ofEpochMilli(json.path("signedAt").asLong()),
                    header("Huiliu-Nonce"),
                    header("Huiliu-App-Id"));
        }

        String header(String name) {
            return json.path("headers").path(name).asText("");
        }

        Map<String, String> headers() {
            Map<String, String> headers = new TreeMap<>();
            json.path("headers").fields().forEachRemaining(one -> {
                var unused = headers.put(one.getKey(), one.getValue().asText());
            });
            return headers;
        }

        Verdict check(String key, Duration later) {
            Map<String, String> headers = headers();
            return new Verifier(scheme, List.of(scheme.verifier(key)))
                    .check(
                            message().method(),
                            message().path(),
                            headers::get,
                            message().body(),
                            stamp().at().plus(later));
        }

        @Override
        public String toString() {
            return scheme + " " + json.path("name").asText();
        }
    }

    static Stream<Vector> vectors() {
        return Stream.of("standard-hmac", "standard-ed25519", "sorted-digest", "hmac-sm3", "sm2")
                .map(name -> read(name + ".json"))
                .flatMap(file -> StreamSupport.stream(file.path("vectors").spliterator(), false)
                        .map(one ->
                                new Vector(Scheme.valueOf(file.path("scheme").asText()), one)));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aVectorIsTakenForWhatItIs(Vector vector) {
        Verdict expected = vector.json().path("genuine").asBoolean() ? Verdict.GENUINE : Verdict.FORGED;
        assertThat(vector.check(vector.json().path("secret").asText(), Duration.ZERO))
                .isEqualTo(expected);
        if (vector.scheme().asymmetric()) {
            assertThat(vector.check(vector.json().path("publicKey").asText(), Duration.ZERO))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatIsSignedIsWhatTheVectorSays(Vector vector) {
        assertThat(new String(vector.scheme().content(vector.message(), vector.stamp()), UTF_8))
                .isEqualTo(vector.json().path("signed").asText());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theHubMakesTheSameHeaders(Vector vector) {
        String secret = vector.json().path("secret").asText();
        SigningKey key = vector.scheme().key(secret);
        Map<String, String> made =
                Signatures.headers(vector.message(), vector.stamp(), Map.of(vector.scheme(), List.of(key)));
        Map<String, String> expected = vector.headers();
        String name = vector.scheme().standard() ? "webhook-signature" : "Huiliu-Signature";
        if (vector.json().path("genuine").asBoolean() && vector.scheme() != Scheme.SM2) {
            assertThat(List.of(expected.getOrDefault(name, "").split(" "))).contains(made.get(name));
            assertThat(made.keySet()).isEqualTo(expected.keySet());
        }
        assertThat(new Verifier(vector.scheme(), List.of(key))
                        .check(
                                vector.message().method(),
                                vector.message().path(),
                                made::get,
                                vector.message().body(),
                                vector.stamp().at()))
                .isEqualTo(Verdict.GENUINE);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aRecordedRequestIsOfNoUseLater(Vector vector) {
        String secret = vector.json().path("secret").asText();
        assertThat(vector.check(secret, Duration.ofMinutes(5).plusSeconds(1))).isEqualTo(Verdict.STALE);
        assertThat(vector.check(secret, Duration.ofMinutes(-5).minusSeconds(1))).isEqualTo(Verdict.STALE);
    }

    @Test
    void thePrimitivesAreThoseOfTheStandards() {
        JsonNode primitives = read("primitives.json");
        primitives.path("sm3").forEach(one -> assertThat(
                        HEX.formatHex(Digests.sm3(one.path("text").asText().getBytes(UTF_8))))
                .isEqualTo(one.path("digest").asText()));
        primitives.path("hmacSm3").forEach(one -> assertThat(
                        new MacKey(HEX.parseHex(one.path("key").asText()), SM3Digest::new, HEX::formatHex)
                                .sign(one.path("text").asText().getBytes(UTF_8)))
                .isEqualTo(one.path("mac").asText()));
        primitives.path("sm2").forEach(one -> {
            SigningKey key = Scheme.SM2.key(one.path("secret").asText());
            byte[] text = one.path("text").asText().getBytes(UTF_8);
            assertThat(key.publicKey()).isEqualTo(one.path("publicKey").asText());
            assertThat(key.fits(text, one.path("signature").asText())).isTrue();
            assertThat(key.fits(
                            "message digesT".getBytes(UTF_8),
                            one.path("signature").asText()))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void whatIsNoSignatureIsRefusedAndNothingBreaks(Scheme scheme) {
        Vector vector = vectors()
                .filter(one ->
                        one.scheme() == scheme && one.json().path("genuine").asBoolean())
                .findFirst()
                .orElseThrow();
        String name = scheme.standard() ? "webhook-signature" : "Huiliu-Signature";
        Map<String, String> headers = vector.headers();
        Verifier verifier = new Verifier(
                scheme, List.of(scheme.verifier(vector.json().path("secret").asText())));
        for (String broken : new String[] {
            "", ",", scheme.tag(), scheme.tag() + ",", scheme.tag() + ",!!", scheme.tag() + ",MAA=", "v9,AA=="
        }) {
            var before = headers.put(name, broken);
            assertThat(check(verifier, vector, headers)).as(broken).isEqualTo(Verdict.FORGED);
        }
        var last = headers.remove(name);
        assertThat(check(verifier, vector, headers)).isEqualTo(Verdict.UNSIGNED);
        for (String time : new String[] {"soon", "-1", "99999999999999999999"}) {
            Map<String, String> others = vector.headers();
            var before = others.put(scheme.standard() ? "webhook-timestamp" : "Huiliu-Timestamp", time);
            assertThat(check(verifier, vector, others)).isEqualTo(Verdict.UNSIGNED);
        }
    }

    private static Verdict check(Verifier verifier, Vector vector, Map<String, String> headers) {
        Message message = vector.message();
        return verifier.check(
                message.method(),
                message.path(),
                headers::get,
                message.body(),
                vector.stamp().at());
    }

    @Test
    void aKeyNeverShowsItself() {
        vectors().forEach(vector -> {
            String secret = vector.json().path("secret").asText();
            String bare = secret.substring(secret.indexOf('_') + 1);
            assertThat(vector.scheme().key(secret).toString()).doesNotContain(bare);
            assertThat(vector.message().toString()).doesNotContain("渗水");
        });
        for (Scheme scheme : Scheme.values()) {
            assertThatThrownBy(() -> scheme.key("whsec_s3cr3t\r\n"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("s3cr3t");
        }
    }

    @Test
    void aSecretThatTheHubMakesIsOneOfItsKind() {
        for (Scheme scheme : List.of(Scheme.STANDARD_ED25519, Scheme.SM2)) {
            String secret = scheme.fresh();
            SigningKey key = scheme.key(secret);
            byte[] content = "x".getBytes(UTF_8);
            assertThat(scheme.verifier(String.valueOf(key.publicKey())).fits(content, key.sign(content)))
                    .isTrue();
            assertThat(scheme.fresh()).isNotEqualTo(secret);
        }
        assertThatThrownBy(Scheme.HMAC_SM3::fresh).isInstanceOf(IllegalStateException.class);
    }

    private static JsonNode read(String file) {
        try {
            return HubJson.read(Files.readString(FOLDER.resolve(file)), JsonNode.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
