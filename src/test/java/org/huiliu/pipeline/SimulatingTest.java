package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.boot.load.InventedAlarms;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Rulesets;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Simulations of many cases, and rulesets of many rules. The figures of the README come from here:
 * {@code mvn test -Dtest=SimulatingTest -Dsimulation.cases=100000}.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class SimulatingTest {
    private static final Logger LOG = Logger.getLogger(SimulatingTest.class);
    private static final int CASES = Integer.getInteger("simulation.cases", 20_000);
    private static final int RULES = 10_000;
    private static final String DIVISION = "320381";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Rejected cases are looked at here and nowhere else, so that the other tests do not meet them. */
    private static final String MANY = """
            INSERT INTO cases (id, revision, state, marks, feed, domain, appeal_type, category, urgency, priority, flags,
              division, title, description, privacy, content, sealed_content, handling, report_count, caller_count, search,
              reported_at, opened_at, updated_at)
            SELECT uuidv7(), 1, 'REJECTED', '{}', feed, domain, appeal_type, category, urgency, priority, flags,
              '320381' || to_char(g % 20, 'FM000'), title, description, privacy,
              jsonb_set(content, '{place,division}', to_jsonb('320381' || to_char(g % 20, 'FM000'))),
              ''::bytea, handling, 1, 1, ''::tsvector, reported_at, now(), now()
            FROM cases c, generate_series(1, $2) g WHERE c.id = $1
            """;

    @Inject
    Pool pool;

    @Inject
    Rulesets rulesets;

    @BeforeEach
    void manyCases() {
        sql("INSERT INTO agency (code, name, reach) VALUES ('sim', '试算', 'ASSIGNED') ON CONFLICT DO NOTHING");
        for (String role : new String[] {"MUNICIPAL", "DISTRICT"}) {
            sql("INSERT INTO target (code, name, agency, role, division, base_url, contract) VALUES ('sim-" + role
                    + "', '试算" + role + "', 'sim', '" + role + "', '" + DIVISION
                    + "', 'http://127.0.0.1:1', 'receiver-district') ON CONFLICT DO NOTHING");
        }
        Response taken = as("feed-110")
                .body(InventedAlarms.json("3203810000" + System.nanoTime() % 1_000_000_000, "")
                        .getBytes(UTF_8))
                .post("/v1/feeds/110/reports");
        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(202);
        var written = pool.preparedQuery(MANY)
                .execute(Tuple.of(UUID.fromString(taken.path("caseId")), CASES))
                .await()
                .atMost(PATIENCE);
    }

    @AfterEach
    void none() {
        sql("DELETE FROM cases WHERE state = 'REJECTED' AND division LIKE '320381%'");
        sql("DELETE FROM target WHERE agency = 'sim'");
        Response draft = as("author1").header("If-Match", "*").delete("/v1/rulesets/draft");
        assertThat(draft.statusCode()).isIn(200, 404, 409);
    }

    @Test
    void manyCasesAreComparedInSecondsWithProgress() {
        long begun = System.nanoTime();
        String job = simulate();
        Eventually.within(PATIENCE, "it is done", () -> state(job).equals("DONE"));
        long millis = (System.nanoTime() - begun) / 1_000_000;
        JsonNode done = HubJson.read(as("author1").get(job).asString(), JsonNode.class);
        LOG.infof("%d cases compared in %d ms", done.at("/result/cases").asInt(), millis);

        assertThat(done.at("/progress/done").asInt()).isEqualTo(CASES);
        assertThat(done.at("/progress/total").asInt()).isEqualTo(CASES);
        assertThat(done.at("/result/elsewhere").asInt()).isEqualTo(CASES / 20 * 2);
        assertThat(done.at("/result/flows/0/to/kind").asText()).isEqualTo("REVIEW");
        assertThat(done.at("/result/flows/0/to/unit").asText()).isEqualTo("sim-MUNICIPAL");
        assertThat(done.at("/result/toReview/then").asInt()).isEqualTo(CASES / 20 * 2);
    }

    @Test
    void aSimulationIsCancelledWhileItIsUnderWay() {
        String first = simulate();
        String second = simulate();
        assertThat(as("author1").delete(second).statusCode()).isEqualTo(202);
        assertThat(as("author1").delete(first).statusCode()).isIn(202, 409);
        Eventually.within(PATIENCE, "both are over", () -> over(first) && over(second));
        assertThat(state(second)).isEqualTo("CANCELLED");
    }

    @Test
    void tenThousandRulesAreLiveAtOnce() {
        long begun = System.nanoTime();
        Response draft = as("author1").body(many()).put("/v1/rulesets/draft");
        assertThat(draft.statusCode()).as(draft.asString().substring(0, 200)).isEqualTo(201);
        long checked = since(begun);
        int version = draft.path("version");
        move(version, "submit", "author1");
        move(version, "approve", "approver1");
        // the first time waits for the compiler if nobody has given it the second that it takes
        move(version, "publish", "approver1");
        move(1, "publish", "approver1");
        begun = System.nanoTime();
        move(version, "publish", "approver1");
        int inForce = Tx.run(pool, rulesets::published).await().atMost(PATIENCE).version();
        long live = since(begun);
        move(1, "publish", "approver1");

        LOG.infof("%d rules: checked and stored in %d ms, published and live after %d ms", RULES, checked, live);
        assertThat(inForce).isEqualTo(version);
        assertThat(Tx.run(pool, rulesets::published).await().atMost(PATIENCE).version())
                .isEqualTo(1);
    }

    private static byte[] many() {
        ObjectNode document =
                (ObjectNode) HubJson.read(as("author1").get("/v1/rulesets/1").asString(), JsonNode.class)
                        .path("document");
        ArrayNode rules = (ArrayNode) document.at("/groups/0/rules");
        for (int i = 0; i < RULES; i++) {
            ObjectNode rule = rules.addObject().put("name", "many-" + i).put("zh", "第" + i + "条");
            ArrayNode all = rule.putObject("when").putArray("all");
            all.addObject().put("field", "category").put("eq", "order.dispute");
            all.addObject().put("field", "channel").put("eq", "channel-" + i);
            all.addObject().putObject("not").put("field", "privacy").put("eq", "STRICT");
            rule.putObject("then").putObject("deliver").putObject("host").put("role", "DISTRICT");
        }
        ObjectNode body = HubJson.mapper().createObjectNode();
        body.set("document", document);
        return HubJson.write(body).getBytes(UTF_8);
    }

    /** Two streets of twenty go to a person first. */
    private static String simulate() {
        ObjectNode order = HubJson.mapper().createObjectNode().put("days", 2).put("division", DIVISION + "0");
        ObjectNode document =
                (ObjectNode) HubJson.read(as("author1").get("/v1/rulesets/1").asString(), JsonNode.class)
                        .path("document");
        ((ArrayNode) document.at("/groups/0/rules"))
                .insert(
                        0,
                        HubJson.read(
                                "{\"name\":\"streets\",\"zh\":\"两个街道先研判\",\"when\":{\"field\":\"division\",\"prefix\":[\"320381001\",\"320381002\"]},"
                                        + "\"then\":{\"review\":{\"within\":\"PT15M\",\"fallback\":{\"deliver\":{\"host\":{\"role\":\"MUNICIPAL\"}}}}}}",
                                JsonNode.class));
        order.set("document", document);
        Response begun =
                as("author1").body(HubJson.write(order).getBytes(UTF_8)).post("/v1/rulesets/simulations");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        return begun.path("job");
    }

    private static void move(int version, String move, String user) {
        Response moved = as(user).header("If-Match", "*")
                .body("{\"reason\":\"试行\"}".getBytes(UTF_8))
                .post("/v1/rulesets/" + version + "/" + move);
        assertThat(moved.statusCode()).as(moved.asString()).isEqualTo(200);
    }

    private static String state(String job) {
        return as("author1").get(job).path("state");
    }

    private static boolean over(String job) {
        return !state(job).equals("QUEUED") && !state(job).equals("RUNNING");
    }

    private static long since(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private void sql(String statement) {
        var unused = pool.query(statement).execute().await().atMost(PATIENCE);
    }

    private static RequestSpecification as(String user) {
        return given().auth().oauth2(TestTokens.of(user)).contentType("application/json");
    }
}
