package org.huiliu.cases.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A unit that pulls: by long poll, by stream, and by both after a break. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class ChangesOverHttpTest {
    private static final String CONTENT = """
            {"domain": "GOV_SERVICE", "appealType": "HELP",
             "category": {"system": "12345", "version": "1", "code": "0102", "path": []}, "urgency": "NORMAL",
             "priority": "P3", "title": "外墙渗水"}
            """;

    @Inject
    Pool pool;

    @Inject
    CaseLedger ledger;

    /** A unit of its own for each test. */
    private final String unit = "pull-" + UUID.randomUUID();

    @BeforeEach
    void aUnitWithOneCase() {
        sql("INSERT INTO agency (code, name, reach) VALUES ('pull', '拉取', 'ASSIGNED') ON CONFLICT DO NOTHING");
        sql("INSERT INTO target (code, name, agency, role, base_url, contract, enabled) VALUES ('" + unit
                + "', '拉取', 'pull', 'NONE', 'http://localhost', 'receiver-municipal', false)");
    }

    @Test
    void aLongPollWaitsForWhatHappensAndGoesOnWhereItEnded() throws Exception {
        String cursor = get("?after=now").path("cursor");
        CompletableFuture<Response> waiting = CompletableFuture.supplyAsync(() -> get("?after=" + cursor + "&wait=20"));
        UUID one = newCase();

        Response answer = waiting.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<List<String>>path("items.caseId")).containsOnly(one.toString());
        assertThat(answer.<List<String>>path("items.kind")).containsExactly("OPENED", "ASSIGNED");

        UUID two = newCase();
        Response further =
                given().urlEncodingEnabled(false).auth().oauth2(token()).get(answer.<String>path("next") + "&wait=20");
        assertThat(further.<List<String>>path("items.caseId")).containsOnly(two.toString());
        // the same place again gives the same again
        assertThat(get("?after=" + cursor).<List<String>>path("items.caseId"))
                .containsExactly(one.toString(), one.toString(), two.toString(), two.toString());
    }

    @Test
    void aWaitThatIsOverAnswersWithNothingAndACursor() {
        Response answer = get("?after=now&wait=0");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<List<?>>path("items")).isEmpty();
        assertThat(answer.<String>path("next")).startsWith("/v1/cases/changes?after=c");
    }

    @Test
    void aBrokenStreamGoesOnAfterTheLastIdThatWasRead() throws Exception {
        UUID one = newCase();
        UUID two = newCase();
        List<String> ids = new ArrayList<>();
        List<JsonNode> read = new ArrayList<>();
        try (Stream first = open("", null)) {
            while (read.size() < 3) {
                first.next(ids, read);
            }
        }
        assertThat(read)
                .extracting(event -> event.path("caseId").asText())
                .containsExactly(one.toString(), one.toString(), two.toString());
        UUID three = newCase();

        try (Stream second = open("", ids.get(2))) {
            while (read.size() < 6) {
                second.next(ids, read);
            }
            assertThat(read.subList(3, 6))
                    .extracting(event ->
                            event.path("caseId").asText() + event.path("kind").asText())
                    .containsExactly(two + "ASSIGNED", three + "OPENED", three + "ASSIGNED");
            // one that is open is told what happens now
            UUID four = newCase();
            second.next(ids, read);
            assertThat(read.get(6).path("caseId").asText()).isEqualTo(four.toString());
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void aClientHasSoManyStreamsAndNoMore() throws Exception {
        List<Stream> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(open("?after=now", null));
        }
        assertThat(status("?after=now", null)).isEqualTo(429);
        open.forEach(Stream::close);
        Eventually.holds("a place is free again", () -> status("?after=now", null) == 200);
    }

    @Test
    void whatIsNoCursorIsRefused() throws Exception {
        assertThat(get("?after=x&wait=51&limit=0").<List<String>>path("faults.pointer"))
                .containsExactlyInAnyOrder("/after", "/wait", "/limit");
        assertThat(get("?after=c1y2p0ij32e8e-1").statusCode()).isEqualTo(409);
        assertThat(status("", "x")).isEqualTo(400);
        List<JsonNode> told = new ArrayList<>();
        try (Stream answer = open("", "c1y2p0ij32e8e-1")) {
            answer.next(new ArrayList<>(), told);
        }
        assertThat(told.get(0).path("status").asInt()).isEqualTo(409);
    }

    private UUID newCase() {
        OffsetDateTime now = OffsetDateTime.now(Clocks.CHINA);
        UUID id = Ids.at(now.toInstant().toEpochMilli());
        CaseContent content = HubJson.read(HubJson.read(CONTENT, JsonNode.class), CaseContent.class);
        CaseFile file = CaseFile.open(id, "12345", content, Set.of(), now);
        UUID assigned = file.assign(UUID.randomUUID(), unit, AssignmentRole.HOST, new Basis(1, "r", "因"))
                .id();
        Void written =
                Tx.run(pool, tx -> ledger.write(tx, List.of(file))).await().atMost(Duration.ofSeconds(10));
        return id;
    }

    private void sql(String statement) {
        var done = pool.query(statement).execute().await().atMost(Duration.ofSeconds(10));
    }

    private String token() {
        return TestTokens.with(Map.of("roles", List.of("target"), "target", unit, "sub", unit));
    }

    private Response get(String query) {
        return given().urlEncodingEnabled(false).auth().oauth2(token()).get("/v1/cases/changes" + query);
    }

    private int status(String query, @Nullable String lastId) {
        try (Stream answer = open(query, lastId)) {
            return answer.status;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream open(String query, @Nullable String lastId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/cases/stream" + query))
                .header("Authorization", "Bearer " + token())
                .header("Accept", "text/event-stream");
        HttpResponse<InputStream> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        (lastId == null ? request : request.header("Last-Event-ID", lastId)).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        return new Stream(answer.statusCode(), answer.body());
    }

    /** A client of the stream. */
    private static final class Stream implements AutoCloseable {
        private final int status;
        private final InputStream body;
        private final BufferedReader lines;

        Stream(int status, InputStream body) {
            this.status = status;
            this.body = body;
            this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        void next(List<String> ids, List<JsonNode> read) throws IOException {
            String id = "";
            for (String line = lines.readLine(); ; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("data:")) {
                    ids.add(id);
                    read.add(HubJson.read(line.substring(5), JsonNode.class));
                    return;
                }
            }
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException gone) {
                throw new IllegalStateException(gone);
            }
        }
    }
}
