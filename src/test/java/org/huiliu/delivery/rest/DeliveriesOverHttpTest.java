package org.huiliu.delivery.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.NewDelivery;
import org.huiliu.delivery.Request;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseContent;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators and parked deliveries of a target that is switched off: what they send again stays where it can be counted. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class DeliveriesOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Basis BY_RULE = new Basis(1, "default", "兜底");
    private static final Basis BY_PERSON = new Basis(1, "default", "人工研判派单");
    private static final String CONTENT = """
            {"domain": "GOV_SERVICE", "appealType": "HELP",
             "category": {"system": "12345", "version": "1", "code": "0102", "path": []}, "urgency": "NORMAL",
             "priority": "P3", "title": "外墙渗水", "place": {"division": "320302"}}
            """;

    @Inject
    Pool pool;

    @Inject
    CaseLedger ledger;

    @Inject
    DeliveryQueue queue;

    private final String target = "desk-" + UUID.randomUUID();

    @BeforeEach
    void aTargetThatIsOff() {
        List<Row> agency =
                sql("INSERT INTO agency (code, name, reach) VALUES ('desk', '台', 'ASSIGNED') ON CONFLICT DO NOTHING");
        List<Row> added = sql(
                "INSERT INTO target (code, name, agency, role, base_url, contract, enabled) VALUES ($1, '台', 'desk', 'NONE', "
                        + "'http://localhost', 'receiver-municipal', false)",
                target);
    }

    @Test
    void aDeliveryIsFoundAndShownWithoutItsPeople() {
        UUID id = parked(BY_RULE, true);
        Response page = as("triage1").get("/v1/deliveries?state=PARKED&outcome=REFUSED&target=" + target);
        assertThat(page.<List<String>>path("items.deliveryId")).containsExactly(id.toString());

        Response shown = as("triage1").get("/v1/deliveries/" + id);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.<String>path("delivery.reason")).isEqualTo("WRONG /division");
        assertThat(shown.<String>path("request.case.title")).isEqualTo("外墙渗水");
        assertThat(shown.asString()).contains("138****01").doesNotContain("13800000001", "张小明");
    }

    @Test
    void outsideTheOperatorsDivisionNothingIsThere() {
        UUID id = parked(BY_RULE, true);
        String elsewhere = TestTokens.with(Map.of("roles", List.of("triage"), "division", "320303"));
        assertThat(by(elsewhere).get("/v1/deliveries?target=" + target).<List<?>>path("items"))
                .isEmpty();
        assertThat(by(elsewhere).get("/v1/deliveries/" + id).statusCode()).isEqualTo(404);
        assertThat(by(elsewhere)
                        .body("{\"reason\":\"x\"}")
                        .post("/v1/deliveries/" + id + "/skip")
                        .statusCode())
                .isEqualTo(404);
        assertThat(by(elsewhere)
                        .body("{\"basis\":\"ORIGINAL\"}")
                        .post("/v1/deliveries/" + id + "/replay")
                        .statusCode())
                .isEqualTo(404);
        assertThat(state(id)).isEqualTo("PARKED");
    }

    @Test
    void whatIsOwedToATargetThatIsOffOrThatNobodyHasEnteredIsHeldAndFoundAndGoesOnceItIsThere() {
        UUID off = waiting(target);
        String unknown = "nobody-" + UUID.randomUUID();
        UUID homeless = waiting(unknown);

        Response switchedOff = as("triage1").get("/v1/deliveries?heldFor=TARGET_OFF&target=" + target);
        assertThat(switchedOff.<List<String>>path("items.deliveryId")).containsExactly(off.toString());
        assertThat(switchedOff.<List<String>>path("items.state")).containsExactly("HELD");
        Response state = as("triage1").get("/v1/targets/" + target + "/state");
        assertThat(state.<Boolean>path("enabled")).isFalse();
        assertThat(state.<Integer>path("held")).isEqualTo(1);
        assertThat(state.<Integer>path("waiting")).isZero();

        Response nowhere = as("triage1").get("/v1/deliveries?heldFor=TARGET_UNKNOWN&state=HELD&target=" + unknown);
        assertThat(nowhere.<List<String>>path("items.deliveryId")).containsExactly(homeless.toString());
        assertThat(as("triage1").get("/v1/deliveries/" + homeless).<String>path("delivery.heldFor"))
                .isEqualTo("TARGET_UNKNOWN");
        List<Row> entered = sql(
                "INSERT INTO target (code, name, agency, role, base_url, contract) VALUES ($1, '台', 'desk', 'NONE', "
                        + "'http://127.0.0.1:1', 'receiver-municipal')",
                unknown);
        assertThat(as("triage1")
                        .get("/v1/deliveries?heldFor=TARGET_UNKNOWN&target=" + unknown)
                        .<List<?>>path("items"))
                .isEmpty();
        Eventually.holds(
                "it is tried",
                () -> as("triage1")
                                .get("/v1/deliveries/" + homeless)
                                .<List<?>>path("attempts")
                                .size()
                        > 0);
        List<Row> leave = sql("UPDATE target SET enabled = false, version = version + 1 WHERE code = $1", unknown);
    }

    @Test
    void aTargetIsNeverTakenAway() {
        assertThat(as("admin1").delete("/v1/targets/" + target).statusCode())
                .as("what is owed to it would have nobody to go to: it is switched off instead")
                .isEqualTo(405);
    }

    @Test
    void everyWrongParameterIsNamed() {
        assertThat(as("triage1")
                        .get("/v1/deliveries?caseId=x&state=x&kind=x&heldFor=x&from=x&to=x&cursor=x&limit=x")
                        .<List<String>>path("faults.pointer"))
                .containsExactlyInAnyOrder(
                        "/caseId", "/state", "/kind", "/heldFor", "/from", "/to", "/cursor", "/limit");
        assertThat(as("triage1")
                        .body("{\"filter\":{}}")
                        .post("/v1/deliveries/replays")
                        .<List<String>>path("faults.pointer"))
                .containsExactlyInAnyOrder("/filter/state", "/target", "/basis", "/perSecond", "/reason");
    }

    @Test
    void aReplayAndASkipAreDoneOnceAndAudited() {
        UUID id = parked(BY_RULE, true);
        Response ruled = as("triage1").body("{\"basis\":\"CURRENT\"}").post("/v1/deliveries/" + id + "/replay");
        assertThat(ruled.statusCode()).as("no rule names this target").isEqualTo(409);
        assertThat(ruled.<List<String>>path("allowed")).containsExactly("ORIGINAL");

        Response first = as("triage1")
                .body("{\"basis\":\"ORIGINAL\",\"reason\":\"已修复\"}")
                .post("/v1/deliveries/" + id + "/replay");
        assertThat(first.<String>path("deliveryId")).isEqualTo(id.toString());
        Response second = as("triage1").body("{\"basis\":\"ORIGINAL\"}").post("/v1/deliveries/" + id + "/replay");
        assertThat(second.statusCode()).as("it goes by itself").isEqualTo(409);

        Response skipped = as("triage1").body("{\"reason\":\"电话已办\"}").post("/v1/deliveries/" + id + "/skip");
        assertThat(skipped.<String>path("state")).isEqualTo("SKIPPED");
        Response again = as("triage1").body("{\"reason\":\"电话已办\"}").post("/v1/deliveries/" + id + "/skip");
        assertThat(again.statusCode()).isEqualTo(409);

        Response anew = as("triage1").body("{\"basis\":\"ORIGINAL\"}").post("/v1/deliveries/" + id + "/replay");
        assertThat(anew.<String>path("replayOf")).isEqualTo(id.toString());
        assertThat(sql(
                        "SELECT action || ' ' || coalesce(reason, '') AS done FROM audit WHERE subject = $1 ORDER BY id",
                        "delivery/" + id))
                .extracting(row -> row.getString("done"))
                .containsExactly("delivery.replay 已修复", "delivery.skip 电话已办", "delivery.replay ");
    }

    @Test
    void manyAreCountedFirstAndThenSentAtARateAndEachOnce() {
        List<UUID> goes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            goes.add(parked(BY_PERSON, true));
        }
        UUID neverSent = parked(BY_PERSON, false);
        UUID ruledOut = parked(BY_RULE, true);

        Response counted = many("ORIGINAL", true);
        assertThat(counted.statusCode()).as(counted.asString()).isEqualTo(200);
        assertThat(counted.<Integer>path("matching")).isEqualTo(7);
        assertThat(counted.<Integer>path("replayable")).isEqualTo(6);
        assertThat(counted.<Integer>path("byState.PARKED.REFUSED")).isEqualTo(7);
        assertThat(counted.<Integer>path("leftOut.NO_ORIGINAL")).isEqualTo(1);
        assertThat(many("CURRENT", true).<Map<String, Integer>>path("leftOut")).isEqualTo(Map.of("NOT_BY_RULES", 1));
        assertThat(sql("SELECT FROM delivery WHERE target = $1 AND state = 'PARKED'", target))
                .as("counting sends nothing")
                .hasSize(7);

        Response begun = many("CURRENT", false);
        assertThat(begun.statusCode()).isEqualTo(202);
        String job = begun.header("Location");
        Eventually.holds(
                "it is done", () -> as("triage1").get(job).<String>path("state").equals("DONE"));
        Response done = as("triage1").get(job);
        assertThat(done.<Integer>path("result.replayed")).isEqualTo(6);
        assertThat(done.<Integer>path("result.leftOut.NOT_BY_RULES")).isEqualTo(1);
        assertThat(goes).allSatisfy(id -> assertThat(state(id)).isEqualTo("WAITING"));
        assertThat(state(neverSent)).isEqualTo("WAITING");
        assertThat(state(ruledOut)).isEqualTo("PARKED");
        List<OffsetDateTime> due =
                sql("SELECT due_at FROM delivery WHERE target = $1 AND state = 'WAITING' ORDER BY due_at", target)
                        .stream()
                        .map(row -> row.getOffsetDateTime("due_at"))
                        .toList();
        for (int i = 4; i < due.size(); i++) {
            assertThat(Duration.between(due.get(i - 4), due.get(i)))
                    .as("four a second and no more")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    private Response many(String basis, boolean dryRun) {
        return as("triage1")
                .body("{\"filter\":{\"state\":\"PARKED\"},\"target\":\"" + target + "\",\"basis\":\"" + basis
                        + "\",\"perSecond\":4,\"reason\":\"已修复\",\"dryRun\":" + dryRun + "}")
                .post("/v1/deliveries/replays");
    }

    private UUID parked(Basis basis, boolean frozen) {
        OffsetDateTime now = OffsetDateTime.now(Clocks.CHINA);
        long millis = now.toInstant().toEpochMilli();
        CaseContent content = HubJson.read(HubJson.read(CONTENT, JsonNode.class), CaseContent.class);
        CaseFile file = CaseFile.open(Ids.at(millis), "12345", content, Set.of(), now);
        UUID assignment =
                file.assign(Ids.at(millis), target, AssignmentRole.HOST, basis).id();
        UUID id = Ids.at(millis);
        NewDelivery owed = new NewDelivery(id, file.id(), target, assignment, DeliveryKind.CREATE, 1, basis, Map.of());
        Request request = new Request(
                new Head("receiver-municipal", "POST", "/cases", Map.of()),
                ("{\"deliveryId\":\"" + id + "\",\"case\":{\"title\":\"外墙渗水\",\"contact\":{\"name\":\"张小明\","
                                + "\"phone\":\"13800000001\"}}}")
                        .getBytes(UTF_8));
        Void written = Tx.run(pool, tx -> ledger.write(tx, List.of(file))
                        .chain(() -> queue.add(tx, List.of(owed), now))
                        .chain(() -> queue.freeze(tx, frozen ? Map.of(id, request) : Map.of())))
                .await()
                .atMost(PATIENCE);
        List<Row> changed = sql(
                "UPDATE delivery SET state = 'PARKED', attempts = 1, outcome = 'REFUSED', outcome_note = 'WRONG /division' "
                        + "WHERE id = $1",
                id);
        return id;
    }

    private UUID waiting(String at) {
        UUID id = parked(BY_RULE, true);
        List<Row> changed = sql(
                "UPDATE delivery SET state = 'WAITING', attempts = 0, outcome = NULL, outcome_note = NULL, target = $2 "
                        + "WHERE id = $1",
                id,
                at);
        return id;
    }

    private String state(UUID id) {
        return sql("SELECT state FROM delivery WHERE id = $1", id).get(0).getString("state");
    }

    private List<Row> sql(String statement, Object... parameters) {
        return StreamSupport.stream(
                        pool.preparedQuery(statement)
                                .execute(Tuple.from(List.of(parameters)))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }

    private static RequestSpecification as(String user) {
        return by(TestTokens.of(user));
    }

    private static RequestSpecification by(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }
}
