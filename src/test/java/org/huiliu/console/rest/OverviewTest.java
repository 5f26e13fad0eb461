package org.huiliu.console.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.platform.time.Clocks;
import org.huiliu.platform.time.Ids;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The overview of a city that no other test knows (5203, 遵义市), and the names of divisions. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class OverviewTest {
    private static final OffsetDateTime NOW = OffsetDateTime.now(Clocks.CHINA);
    private static final OffsetDateTime TODAY = NOW.truncatedTo(ChronoUnit.DAYS);

    private static boolean filled;

    @Inject
    Pool pool;

    @BeforeEach
    void fill() {
        if (filled) {
            return;
        }
        filled = true;
        UUID a = matter("520302001", "DISPATCHED", "{OVERDUE}");
        UUID b = matter("520303", "REVIEW", "{}");
        UUID c = matter("520302", "ARCHIVED", "{OVERDUE}");
        report("110", a, "OPENED", NOW);
        report("110", a, "REPEAT", NOW);
        report("12345", b, "SUSPECTED", NOW);
        report("12345", b, "UPDATED", NOW);
        report("120", c, "OPENED", TODAY.minusSeconds(1));
        for (int i = 0; i < 3; i++) {
            report("120", c, "REPEAT", TODAY.minusDays(2).plusHours(3));
        }
        sql("INSERT INTO agency (code, name, division, reach) VALUES ('o-agency', '甲', '5203', 'DIVISION')");
        for (String target : List.of("o-520302", "o-520303")) {
            sql(
                    "INSERT INTO target (code, name, agency, role, division, base_url, contract, enabled) VALUES "
                            + "($1, '甲中心', 'o-agency', 'NONE', $2, 'http://localhost', 'receiver-district', false)",
                    target,
                    target.substring(2));
        }
        delivery(a, "o-520302", "PARKED", NOW.minusHours(5));
        delivery(a, "o-520302", "WAITING", NOW.minusHours(3));
        delivery(b, "o-520303", "WAITING", NOW.minusHours(4));
        review(a, b, null);
        review(a, null, NOW.minusMinutes(1));
        review(b, null, NOW.plusHours(1));
        warning("520302", a);
        warning("520303", b);
    }

    @Test
    void aCitysOperatorSeesTheWholeCity() throws IOException {
        JsonNode seen = overview("triage", "5203");

        assertThat(feed(seen, "110")).isEqualTo("2 1 1 0");
        assertThat(feed(seen, "12345")).isEqualTo("2 1 0 1");
        assertThat(feed(seen, "120")).isEqualTo("0 0 0 0");
        assertThat(seen.at("/feeds/0/refused").isNumber()).isTrue();
        assertThat(seen.path("divisions").toString())
                .contains(
                        "{\"division\":\"520302\",\"open\":1,\"opened\":1,\"overdue\":1}",
                        "{\"division\":\"520303\",\"open\":1,\"opened\":1,\"overdue\":0}");
        assertThat(seen.path("oldest").path("target").asText()).isEqualTo("o-520303");
        assertThat(seen.path("targets").findValuesAsText("target")).contains("o-520302", "o-520303");
    }

    @Test
    void aDistrictsOperatorSeesNothingOfAnother() throws IOException {
        JsonNode seen = overview("triage", "520302");

        assertThat(seen.path("division").asText()).isEqualTo("520302");
        assertThat(feed(seen, "110")).isEqualTo("2 1 1 0");
        assertThat(feed(seen, "12345")).isEqualTo("0 0 0 0");
        assertThat(seen.at("/feeds/0").has("refused")).isFalse();
        assertThat(seen.path("divisions").toString())
                .isEqualTo("[{\"division\":\"520302001\",\"open\":1,\"opened\":1,\"overdue\":1}]");
        assertThat(seen.path("states").toString()).isEqualTo("[{\"state\":\"DISPATCHED\",\"open\":1}]");
        assertThat(seen.path("oldest").path("target").asText()).isEqualTo("o-520302");
        assertThat(OffsetDateTime.parse(seen.path("oldest").path("since").asText()))
                .isEqualTo(NOW.minusHours(3).truncatedTo(ChronoUnit.MICROS));
        assertThat(seen.path("targets").findValuesAsText("target")).containsExactly("o-520302");
        assertThat(seen.at("/targets/0/held").asInt()).isEqualTo(1);
        assertThat(seen.at("/targets/0/parked").asInt()).isEqualTo(1);
        assertThat(seen.path("warnings").path("open").asInt()).isEqualTo(1);
        assertThat(seen.at("/warnings/newest/0/division").asText()).isEqualTo("520302");
        // the suspected one touches the other district too
        assertThat(seen.path("reviews").path("open").asInt()).isEqualTo(1);
        assertThat(seen.path("reviews").path("overdue").asInt()).isEqualTo(1);
        assertThat(seen.path("reviews").has("nextDueAt")).isFalse();
    }

    @Test
    void hoursStandBesideTheUsualDay() throws IOException {
        JsonNode seen = overview("triage", "520302");

        assertThat(seen.path("hours")).hasSize(24);
        assertThat(seen.at("/hours/" + NOW.getHour() + "/reports").asInt()).isEqualTo(2);
        // yesterday one at 23, the day before three at 3: the mean of two days
        assertThat(seen.path("usual").toString()).isEqualTo("{\"basis\":\"LAST_DAYS\",\"days\":2}");
        assertThat(seen.at("/hours/23/usual").asDouble()).isEqualTo(0.5);
        assertThat(seen.at("/hours/3/usual").asDouble()).isEqualTo(1.5);
        assertThat(seen.at("/hours/4/usual").asDouble()).isZero();
    }

    @Test
    void whereThereIsNothingEverythingIsThereAndEmpty() throws IOException {
        JsonNode seen = overview("admin", "640502");

        assertThat(seen.path("divisions")).isEmpty();
        assertThat(seen.path("states")).isEmpty();
        assertThat(seen.path("hours")).hasSize(24);
        assertThat(seen.has("usual")).isFalse();
        assertThat(seen.has("oldest")).isFalse();
        assertThat(seen.path("reviews").path("open").asInt()).isZero();
    }

    @Test
    void allOperatorsMayLookAndNobodyElse() {
        for (String role : List.of("triage", "rule-author", "rule-approver", "admin")) {
            assertThat(get(token(role, "5203"), "/v1/overview").statusCode()).isEqualTo(200);
        }
        for (String role : List.of("partner", "target", "feed")) {
            assertThat(get(token(role, "5203"), "/v1/overview").statusCode()).isEqualTo(403);
            assertThat(get(token(role, "5203"), "/v1/divisions").statusCode()).isEqualTo(403);
        }
        assertThat(get(token("triage", "52%"), "/v1/overview").statusCode()).isEqualTo(403);
    }

    @Test
    void divisionsHaveNames() {
        String token = token("triage", "3203");

        assertThat(get(token, "/v1/divisions").<List<String>>path("items.name")).contains("鼓楼区", "云龙区", "邳州市");
        assertThat(get(token, "/v1/divisions?prefix=320302").<List<String>>path("items.fullName"))
                .contains("鼓楼区丰财街道");
        assertThat(get(token, "/v1/divisions?code=320302002&code=320303&code=1").<List<String>>path("items.code"))
                .containsExactly("320302002", "320303");
        assertThat(get(token, "/v1/divisions?prefix=3203&level=COMMUNITY").statusCode())
                .isEqualTo(400);
        assertThat(get(token, "/v1/divisions?prefix=x&level=NONE").<List<String>>path("faults.pointer"))
                .containsExactlyInAnyOrder("/prefix", "/level");
    }

    @Test
    void withoutAMapOfItsOwnThereIsNone() {
        assertThat(given().get("/console/divisions.geojson").statusCode()).isEqualTo(204);
    }

    @Test
    void whoSeesTheWholeCountryChoosesAmongProvinces() {
        String token = TestTokens.with(Map.of("roles", List.of("admin")));

        assertThat(get(token, "/v1/divisions").<List<String>>path("items.name")).contains("江苏省", "贵州省");
        assertThat(get(token, "/v1/divisions?code=320302").<List<String>>path("items.name"))
                .containsExactly("鼓楼区");
        assertThat(get(token, "/v1/divisions?level=COUNTY").statusCode()).isEqualTo(400);
        assertThat(get(token, "/v1/overview").statusCode()).isEqualTo(200);
    }

    private static String feed(JsonNode overview, String feed) {
        for (JsonNode one : overview.path("feeds")) {
            if (one.path("feed").asText().equals(feed)) {
                return "%d %d %d %d"
                        .formatted(
                                one.path("reports").asInt(),
                                one.path("opened").asInt(),
                                one.path("repeats").asInt(),
                                one.path("suspected").asInt());
            }
        }
        return "absent";
    }

    private static JsonNode overview(String role, String division) throws IOException {
        return new ObjectMapper()
                .readTree(get(token(role, division), "/v1/overview")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    private static Response get(String token, String path) {
        return given().urlEncodingEnabled(false).auth().oauth2(token).get(path);
    }

    private static String token(String role, String division) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("roles", List.of(role));
        claims.put("division", division);
        return TestTokens.with(claims);
    }

    // ---------------------------------------------------------------- rows

    private UUID matter(String division, String state, String marks) {
        UUID id = id();
        sql(
                "INSERT INTO cases (id, revision, state, marks, feed, domain, appeal_type, category, urgency, priority, division, "
                        + "title, privacy, content, sealed_content, handling, report_count, search, opened_at, updated_at) "
                        + "VALUES ($1, 1, $2, $3::text::text[], 'overview-test', 'GOV_SERVICE', 'COMPLAINT', '1', 'NORMAL', 'P3', "
                        + "$4, '路灯不亮', 'INTERNAL', '{}', '', '{}', 1, '', $5, $5)",
                id,
                state,
                marks,
                division,
                NOW);
        return id;
    }

    private void report(String feed, UUID caseId, String outcome, OffsetDateTime at) {
        UUID id = id();
        sql(
                "INSERT INTO report (id, feed, external_id, content_hash, case_id, outcome, received_at, content, sealed_content, "
                        + "sealed_payload, media_type) VALUES ($1, $2, $3, '', $4, $5, $6, '{}', '', '', 'application/json')",
                id,
                feed,
                id.toString(),
                caseId,
                outcome,
                at);
    }

    private void delivery(UUID caseId, String target, String state, OffsetDateTime at) {
        sql(
                "INSERT INTO delivery (id, case_id, target, kind, case_revision, state, due_at, created_at, updated_at) "
                        + "VALUES ($1, $2, $3, 'CREATE', $5, $4, $6, $6, $6)",
                id(),
                caseId,
                target,
                state,
                (int) ChronoUnit.MINUTES.between(at, NOW),
                at);
    }

    private void review(UUID caseId, @Nullable UUID other, @Nullable OffsetDateTime due) {
        sql(
                "INSERT INTO review (id, kind, case_id, other_case, state, opened_at, due_at) "
                        + "VALUES ($1, $2, $3, $4, 'OPEN', $5, $6)",
                id(),
                other == null ? "URGENT" : "SUSPECTED",
                caseId,
                other,
                NOW,
                due);
    }

    private void warning(String division, UUID caseId) {
        sql(
                "INSERT INTO warning (id, revision, rule, rule_zh, rule_cases, rule_span, kind, name, said, area, division, state, "
                        + "tipped_by, first_at, last_at, raised_at, updated_at) VALUES ($1, 1, 'estate', '同一小区', 3, 'P7D', "
                        + "'ESTATE', '甲', '甲小区', $2, $2, 'OPEN', $3, $4, $4, $4, $4)",
                id(),
                division,
                caseId,
                NOW);
    }

    private static UUID id() {
        return Ids.at(System.currentTimeMillis());
    }

    private void sql(String text, @Nullable Object... parameters) {
        Tuple tuple = Tuple.tuple();
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        var done = pool.preparedQuery(text).execute(tuple).await().atMost(Duration.ofSeconds(10));
    }
}
