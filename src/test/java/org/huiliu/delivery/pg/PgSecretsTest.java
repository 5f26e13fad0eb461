package org.huiliu.delivery.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.huiliu.TestClock;
import org.huiliu.TestDatabase;
import org.huiliu.delivery.Keyring;
import org.huiliu.delivery.SecretDesk.Known;
import org.huiliu.delivery.SecretKind;
import org.huiliu.delivery.TestCertificate;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.platform.crypto.TestSealer;
import org.huiliu.platform.problem.Refused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets put on one pod and used on another. */
class PgSecretsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ACTOR = "operator:admin1";

    private static TestDatabase database;

    private final TestClock clock = new TestClock(Instant.parse("2026-01-05T01:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private PgSecrets here;
    private PgSecrets there;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
        var agency =
                database.sql("INSERT INTO agency (code, name, division, reach) VALUES ('a', '示例局', '', 'ASSIGNED')");
        var targets = database.sql("INSERT INTO target (code, name, agency, role, division, base_url, contract) "
                + "VALUES ('t', '示例', 'a', 'MUNICIPAL', '', 'https://t.example.org', 'receiver-municipal')");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void start() {
        var empty = database.sql("DELETE FROM target_secret");
        var silent = database.sql("DELETE FROM audit");
        here = pod();
        there = pod();
    }

    @Test
    void whatIsPutHereSignsThereASecondLater() {
        assertThat(current(there, SecretKind.STANDARD_HMAC)).isEmpty();
        Known known = put(SecretKind.STANDARD_HMAC, whsec(1), Duration.ZERO);
        assertThat(known.createdBy()).isEqualTo(ACTOR);
        assertThat(current(here, SecretKind.STANDARD_HMAC)).isEqualTo(whsec(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(current(there, SecretKind.STANDARD_HMAC)).isEqualTo(whsec(1));
        Known next = put(SecretKind.STANDARD_HMAC, whsec(2), Duration.ZERO);
        assertThat(next.id()).isNotEqualTo(known.id());
        clock.advance(Duration.ofSeconds(1));
        assertThat(current(there, SecretKind.STANDARD_HMAC)).isEqualTo(whsec(2));
        assertThat(signing(there)).isEqualTo(1);
        assertThat(here.delete("t", SecretKind.STANDARD_HMAC, ACTOR).await().atMost(PATIENCE))
                .isTrue();
        assertThat(here.delete("t", SecretKind.STANDARD_HMAC, ACTOR).await().atMost(PATIENCE))
                .isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(signing(there)).isZero();
    }

    @Test
    void theOneBeforeSignsTooUntilItsOverlapEnds() {
        Known first = put(SecretKind.STANDARD_HMAC, whsec(1), Duration.ofHours(48));
        assertThat(first.expiresAt()).as("there was none before it").isNull();
        Known second = put(SecretKind.STANDARD_HMAC, whsec(2), Duration.ofHours(48));
        assertThat(signing(here)).isEqualTo(2);
        assertThat(current(here, SecretKind.STANDARD_HMAC)).isEqualTo(whsec(2));
        assertThat(list()).extracting(Known::id).containsExactlyInAnyOrder(second.id(), first.id());
        clock.advance(Duration.ofHours(48));
        assertThat(signing(here)).isEqualTo(1);
        assertThat(list()).extracting(Known::id).containsExactly(second.id());
        Known third = put(SecretKind.STANDARD_HMAC, whsec(3), Duration.ofHours(1));
        assertThat(database.sql("SELECT 1 FROM target_secret"))
                .as("what has ended is gone")
                .hasSize(2);
        assertThat(third.id()).isNotNull();
    }

    @Test
    void noMoreThanThreeAreValidSideBySide() {
        IntStream.rangeClosed(1, 3).forEach(i -> {
            Known known = put(SecretKind.STANDARD_HMAC, whsec(i), Duration.ofHours(168));
        });
        assertThatThrownBy(() -> put(SecretKind.STANDARD_HMAC, whsec(4), Duration.ofHours(168)))
                .isInstanceOf(Refused.class);
        assertThat(current(here, SecretKind.STANDARD_HMAC)).isEqualTo(whsec(3));
    }

    @Test
    void itIsNowhereToBeRead() {
        Known first = put(SecretKind.BEARER, "an-invented-token", Duration.ZERO);
        Known second = put(SecretKind.SM2, Scheme.SM2.fresh(), Duration.ofHours(1));
        byte[] sealed = database.sql("SELECT sealed FROM target_secret WHERE kind = 'BEARER'")
                .get(0)
                .getBuffer("sealed")
                .getBytes();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("an-invented-token");
        List<Row> audit = database.sql("SELECT actor, action, subject, after::text AS after FROM audit ORDER BY id");
        assertThat(audit).extracting(row -> row.getString("action")).containsOnly("target.secret.put");
        assertThat(audit)
                .extracting(row -> row.getString("after"))
                .noneMatch(text -> text.contains("an-invented-token"));
        assertThat(audit.get(0).getString("after")).contains(first.id().toString());
        assertThat(list()).extracting(String::valueOf).noneMatch(text -> text.contains("an-invented-token"));
        assertThat(here.of("t").await().atMost(PATIENCE).toString()).doesNotContain("an-invented-token");
        assertThat(second.shown().publicKey()).startsWith("04");
    }

    @Test
    void oneThatDoesNotOpenTakesNoOtherWithIt() {
        Known moved = put(SecretKind.BEARER, "an-invented-token", Duration.ZERO);
        Known fine = put(SecretKind.API_KEY, "an-invented-key", Duration.ZERO);
        var swapped = database.sql(
                "UPDATE target_secret SET sealed = (SELECT sealed FROM target_secret WHERE kind = 'API_KEY') WHERE kind = 'BEARER'");
        Keyring keyring = pod().of("t").await().atMost(PATIENCE);
        assertThat(keyring.current(SecretKind.BEARER)).isEmpty();
        assertThat(keyring.current(SecretKind.API_KEY)).isPresent();
        assertThat(List.of(moved, fine)).doesNotContainNull();
    }

    @Test
    void theEndOfACertificateIsTold(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.of(folder, "hub.city.example");
        TestCertificate other = TestCertificate.of(folder, "other.city.example");
        Known known = put(SecretKind.CLIENT_CERTIFICATE, certificate.both(), Duration.ZERO);
        assertThat(known.shown().certificate()).satisfies(face -> {
            assertThat(face).isNotNull();
            assertThat(String.valueOf(face)).contains("CN=hub.city.example");
        });
        Keyring unused = here.of("t").await().atMost(PATIENCE);
        assertThat(meters.get("huiliu.delivery.certificate.not.after")
                        .tags("target", "t", "kind", "CLIENT_CERTIFICATE")
                        .gauge()
                        .value())
                .isGreaterThan(Instant.now().getEpochSecond());
        for (String wrong : new String[] {
            "", "PEM", certificate.certificate(), certificate.key(), other.key() + certificate.certificate()
        }) {
            assertThatThrownBy(() -> SecretKind.CLIENT_CERTIFICATE.inspect(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SecretKind.CA.inspect(certificate.both()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTargetThatIsNotThereHasNone() {
        assertThat(here.list("nobody").await().atMost(PATIENCE)).isEmpty();
        assertThat(here.put("nobody", SecretKind.BEARER, "an-invented-token", Duration.ZERO, ACTOR)
                        .await()
                        .atMost(PATIENCE))
                .isEmpty();
        assertThat(database.sql("SELECT 1 FROM audit")).isEmpty();
    }

    private PgSecrets pod() {
        return new PgSecrets(database.vertx(), database.pool(), TestSealer.make(), clock, meters);
    }

    private Known put(SecretKind kind, String value, Duration overlap) {
        clock.advance(Duration.ofMillis(1));
        return here.put("t", kind, value, overlap, ACTOR)
                .await()
                .atMost(PATIENCE)
                .orElseThrow();
    }

    private List<Known> list() {
        return here.list("t").await().atMost(PATIENCE).orElseThrow();
    }

    private static String current(PgSecrets pod, SecretKind kind) {
        return pod.of("t")
                .await()
                .atMost(PATIENCE)
                .current(kind)
                .map(Keyring.Held::value)
                .orElse("");
    }

    private int signing(PgSecrets pod) {
        Map<Scheme, ?> keys =
                pod.of("t").await().atMost(PATIENCE).signing(List.of(Scheme.STANDARD_HMAC), clock.instant());
        return keys.get(Scheme.STANDARD_HMAC) instanceof List<?> some ? some.size() : 0;
    }

    private static String whsec(int number) {
        return "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw" + number + "AA=";
    }
}
