package org.huiliu.jobs.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.jobs.Jobs;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Long work: watched, cancelled, failed, lost with its pod. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class JobsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Jobs jobs;

    @Inject
    Pool pool;

    @Test
    void progressIsToldWhileTheWorkGoesOn() {
        CompletableFuture<Integer> gate = new CompletableFuture<>();
        UUID id = begin("320302", progress -> {
            progress.total(10);
            progress.done(4);
            return Uni.createFrom().completionStage(gate).map(IntNode::new);
        });
        Eventually.within(
                Duration.ofSeconds(2), "its progress is told", () -> told(id).<Integer>path("progress.done") == 4);
        assertThat(told(id).<String>path("state")).isEqualTo("RUNNING");
        assertThat(told(id).<Integer>path("progress.total")).isEqualTo(10);
        assertThat(gate.complete(42)).isTrue();
        Eventually.holds("it is done", () -> state(id).equals("DONE"));
        assertThat(told(id).<Integer>path("result")).isEqualTo(42);
        assertThat(cancel(id, "author1").statusCode()).isEqualTo(409);
    }

    @Test
    void aJobThatNobodyWantsAnyMoreEndsAndTheNextOneBegins() {
        UUID first = begin("320302", JobsTest::untilCancelled);
        UUID second = begin("320302", JobsTest::untilCancelled);
        UUID third = begin("320302", progress -> Uni.createFrom().item(new IntNode(3)));
        Eventually.holds("the first is under way", () -> state(first).equals("RUNNING"));
        assertThat(state(third)).isEqualTo("QUEUED");
        assertThat(cancel(second, "author1").statusCode()).isEqualTo(202);
        Eventually.holds("the second is gone", () -> state(second).equals("CANCELLED"));
        assertThat(cancel(first, "author1").statusCode()).isEqualTo(202);
        Eventually.holds("the first has ended", () -> state(first).equals("CANCELLED"));
        Eventually.holds("the third is done", () -> state(third).equals("DONE"));
    }

    @Test
    void aFailureIsToldWithoutWhatItQuotes() {
        UUID broken = begin("320302", progress -> {
            throw new IllegalStateException("13800000001");
        });
        UUID refused = begin("320302", progress -> Uni.createFrom()
                .failure(new Refused(Problem.of(ProblemType.CONFLICT, "There is no draft."))));
        Eventually.holds(
                "both have failed",
                () -> state(broken).equals("FAILED") && state(refused).equals("FAILED"));
        assertThat(told(broken).<String>path("problem")).contains("urn:uuid:").doesNotContain("1380000");
        assertThat(told(refused).<String>path("problem")).isEqualTo("There is no draft.");
    }

    @Test
    void aJobWhosePodIsGoneIsToldAsFailed() {
        UUID id = UUID.randomUUID();
        var written = pool.preparedQuery(
                        "INSERT INTO job (id, kind, owner, division, state, created_at, started_at, beat_at) "
                                + "VALUES ($1, 'x', 'operator:author1', '3203', 'RUNNING', now(), now(), now() - interval '1 minute')")
                .execute(Tuple.of(id))
                .await()
                .atMost(PATIENCE);
        assertThat(state(id)).isEqualTo("FAILED");
        assertThat(told(id).<String>path("problem")).contains("gone");
        assertThat(cancel(id, "author1").statusCode()).isEqualTo(409);
    }

    @Test
    void anotherDivisionsOperatorSeesNothingOfIt() {
        UUID id = begin("320302", progress -> Uni.createFrom().item(new IntNode(1)));
        String elsewhere = TestTokens.with(Map.of("roles", java.util.List.of("triage"), "division", "320311"));
        assertThat(given().auth().oauth2(elsewhere).get("/v1/jobs/" + id).statusCode())
                .isEqualTo(404);
        assertThat(given().auth().oauth2(elsewhere).get("/v1/jobs").asString()).doesNotContain(id.toString());
        assertThat(given().auth().oauth2(elsewhere).delete("/v1/jobs/" + id).statusCode())
                .isEqualTo(404);
        assertThat(given().auth()
                        .oauth2(TestTokens.of("triage1"))
                        .get("/v1/jobs?limit=200")
                        .asString())
                .contains(id.toString());
        assertThat(given().auth().oauth2(elsewhere).get("/v1/jobs/x").statusCode())
                .isEqualTo(404);
        assertThat(given().auth().oauth2(elsewhere).get("/v1/jobs?limit=0").statusCode())
                .isEqualTo(400);
    }

    private static Uni<com.fasterxml.jackson.databind.JsonNode> untilCancelled(Jobs.Progress progress) {
        return Uni.createFrom()
                .nullItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(20))
                .chain(() -> progress.cancelled() ? progress.stopped() : untilCancelled(progress));
    }

    private UUID begin(
            @Nullable String division, Function<Jobs.Progress, Uni<com.fasterxml.jackson.databind.JsonNode>> work) {
        return jobs.begin(new Jobs.Order("test", "operator:author1", division), work)
                .await()
                .atMost(PATIENCE)
                .orElseThrow();
    }

    private static Response told(UUID id) {
        Response told = given().auth().oauth2(TestTokens.of("author1")).get("/v1/jobs/" + id);
        assertThat(told.statusCode()).as(told.asString()).isEqualTo(200);
        return told;
    }

    private static String state(UUID id) {
        return told(id).path("state");
    }

    private static Response cancel(UUID id, String user) {
        return given().auth().oauth2(TestTokens.of(user)).delete("/v1/jobs/" + id);
    }
}
