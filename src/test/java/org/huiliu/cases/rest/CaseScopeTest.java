package org.huiliu.cases.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.cases.CaseFile;
import org.huiliu.cases.CaseLedger;
import org.huiliu.model.AppealType;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.Basis;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Category;
import org.huiliu.model.Domain;
import org.huiliu.model.Medical;
import org.huiliu.model.Party;
import org.huiliu.model.Place;
import org.huiliu.model.Priority;
import org.huiliu.model.Privacy;
import org.huiliu.model.Times;
import org.huiliu.model.Urgency;
import org.huiliu.platform.time.Ids;
import org.huiliu.platform.tx.Tx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases of two districts, and every kind of reader: each sees its own and a 404 for the rest (BOLA). */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class CaseScopeTest {
    private static final String FEED = "scope-test";
    private static final OffsetDateTime AT = OffsetDateTime.parse("2026-01-05T21:10:00+08:00");
    private static final List<String> PARTS = List.of("", "/events", "/reports", "/deliveries");

    /** One set of cases for the whole application: name to id. */
    private static final Map<String, UUID> CASES = new TreeMap<>();

    @Inject
    Pool pool;

    @Inject
    CaseLedger ledger;

    @BeforeEach
    void cases() {
        if (!CASES.isEmpty()) {
            return;
        }
        sql("INSERT INTO agency (code, name, division, reach) VALUES ('s-gulou', '甲区', '320302', 'DIVISION'), "
                + "('s-yunlong', '乙区', '320303', 'ASSIGNED'), ('s-city', '市', '', 'ASSIGNED')");
        sql("INSERT INTO target (code, name, agency, role, base_url, contract, enabled) VALUES "
                + "('s-district-2', '甲', 's-gulou', 'NONE', 'http://localhost', 'receiver-district', false), "
                + "('s-district-3', '乙', 's-yunlong', 'NONE', 'http://localhost', 'receiver-district', false), "
                + "('s-municipal', '市', 's-city', 'NONE', 'http://localhost', 'receiver-municipal', false)");
        open("A", "320302", "s-district-2", Privacy.Level.INTERNAL, "夜间施工噪音扰民");
        open("B", "320303", "s-district-3", Privacy.Level.INTERNAL, "小区门口ＫＴＶ噪音");
        open("C", "320302001", "s-municipal", Privacy.Level.INTERNAL, "路灯不亮");
        open("D", null, "s-district-2", Privacy.Level.INTERNAL, "电话中断,地址不明");
        open("E", "320302", "s-municipal", Privacy.Level.STRICT, "举报");
        open("F", "320303", "s-district-2", Privacy.Level.INTERNAL, "跨区协办");
    }

    @Test
    void anOperatorOfTheCitySeesAllOfItAndWhatNobodyHasSettled() {
        sees(token("triage", Map.of("division", "3203")), "A", "B", "C", "D", "E", "F");
    }

    @Test
    void anOperatorWithoutDivisionSeesAll() {
        sees(token("admin", Map.of()), "A", "B", "C", "D", "E", "F");
    }

    @Test
    void anOperatorOfADistrictSeesItsDistrict() {
        sees(token("triage", Map.of("division", "320302")), "A", "C", "E");
    }

    @Test
    void aPartnerWhoseReachIsItsDivisionSeesItsOwnAndItsDistrictsExceptStrictlyPrivateOnes() {
        sees(token("partner", Map.of("agency", "s-gulou", "division", "320302")), "A", "C", "D");
    }

    @Test
    void aPartnerWithoutDivisionSeesWhatIsAssignedToItsTargets() {
        sees(token("partner", Map.of("agency", "s-gulou")), "A", "D", "F");
    }

    @Test
    void aPartnersDivisionOutsideItsAgencyReachesNothingByDivision() {
        sees(token("partner", Map.of("agency", "s-gulou", "division", "320303")), "D", "F");
    }

    @Test
    void aPartnersDivisionWiderThanItsAgencyReachesNothingMore() {
        sees(token("partner", Map.of("agency", "s-gulou", "division", "3203")), "A", "D", "F");
    }

    @Test
    void aPartnerWhoseReachIsAssignmentSeesOnlyWhatIsAssigned() {
        sees(token("partner", Map.of("agency", "s-yunlong", "division", "320303")), "B");
    }

    @Test
    void aTargetSeesItsOwn() {
        sees(token("target", Map.of("target", "s-district-2")), "A", "D", "F");
        sees(token("target", Map.of("target", "s-municipal")), "C", "E");
    }

    @Test
    void anAgencyOrTargetThatDoesNotExistSeesNothing() {
        sees(token("partner", Map.of("agency", "s-none", "division", "3203")));
        sees(token("target", Map.of("target", "s-none")));
    }

    @Test
    void whoNamesNothingOrSomethingWrongIsRefused() {
        for (String token : List.of(
                token("feed", Map.of("feed", "110")),
                token("partner", Map.of("division", "320302")),
                token("target", Map.of()),
                token("partner", Map.of("agency", "s-gulou", "division", "3203%")),
                token("nobody", Map.of()))) {
            assertThat(get(token, "/v1/cases").statusCode()).isEqualTo(403);
            assertThat(get(token, "/v1/cases/" + CASES.get("A")).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void anIdThatIsNoIdIsNotFound() {
        assertThat(get(token("admin", Map.of()), "/v1/cases/1").statusCode()).isEqualTo(404);
    }

    @Test
    void peopleAreMaskedAndHealthIsForTriage() throws IOException {
        JsonNode triage = read(token("triage", Map.of()), "A").path("content");
        JsonNode partner = read(token("partner", Map.of("agency", "s-gulou", "division", "320302")), "A")
                .path("content");

        assertThat(triage.at("/parties/0/name").asText()).isEqualTo("皇甫**");
        assertThat(triage.at("/parties/0/phone").asText()).isEqualTo("138****0001");
        assertThat(triage.at("/medical/chiefComplaint").asText()).isEqualTo("胸痛");
        assertThat(triage.toString()).doesNotContain("13800000001", "皇甫小明", "320302199001010000", "乙小区9幢");
        assertThat(partner.at("/parties/0/phone").asText()).isEqualTo("138****0001");
        assertThat(partner.has("medical")).isFalse();
        assertThat(partner.has("callRef")).isFalse();
        assertThat(partner.at("/place/callerAddress").isMissingNode()).isTrue();
    }

    @Test
    void aStrictlyPrivateMatterHasNoPeopleInIt() throws IOException {
        JsonNode content = read(token("triage", Map.of()), "E").path("content");

        assertThat(content.has("parties")).isFalse();
        assertThat(content.has("medical")).isFalse();
    }

    @Test
    void everyCaseThatIsReadKeepsToThePublishedSchema() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("contracts/case/v1/case.schema.json")));
        for (String name : CASES.keySet()) {
            for (String role : List.of("triage", "admin")) {
                assertThat(schema.validate(read(token(role, Map.of()), name))).isEmpty();
            }
        }
    }

    @Test
    void textIsFoundByPairsAndCheckedExactly() {
        assertThat(found("噪音")).containsExactlyInAnyOrder("A", "B");
        assertThat(found("施工噪音")).containsExactly("A");
        assertThat(found("音噪")).isEmpty();
        assertThat(found("夜工")).isEmpty();
        assertThat(found("噪音 ktv")).containsExactly("B");
        assertThat(found("ＫＴＶ")).containsExactly("B");
        assertThat(found("灯")).containsExactly("C");
    }

    @Test
    void aListIsNarrowedByEachFilter() {
        String triage = token("triage", Map.of());
        assertThat(names(triage, "&division=320302")).containsExactlyInAnyOrder("A", "C", "E");
        assertThat(names(triage, "&target=s-municipal")).containsExactlyInAnyOrder("C", "E");
        assertThat(names(triage, "&state=RECEIVED&priority=P3&domain=GOV_SERVICE&category=101"))
                .hasSize(6);
        assertThat(names(triage, "&state=ARCHIVED")).isEmpty();
        assertThat(names(triage, "&openedFrom=2026-01-05T21:10:00+08:00&openedTo=2026-01-05T22:00:00%2B08:00"))
                .hasSize(6);
        assertThat(names(triage, "&openedFrom=2026-01-06T00:00:00%2B08:00")).isEmpty();
    }

    @Test
    void everyWrongParameterIsNamed() {
        Response answer = get(
                token("triage", Map.of()),
                "/v1/cases?state=NONE&priority=0&openedFrom=yesterday&limit=500&cursor=x&q=%EF%BC%9F");

        assertThat(answer.statusCode()).isEqualTo(400);
        List<String> pointers = answer.path("faults.pointer");
        assertThat(pointers).containsExactlyInAnyOrder("/state", "/priority", "/openedFrom", "/limit", "/cursor", "/q");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrOverlap() {
        String triage = token("triage", Map.of());
        List<String> seen = new ArrayList<>();
        String next = "/v1/cases?feed=" + FEED + "&limit=4";
        while (next != null) {
            Response page = get(triage, next);
            seen.addAll(page.<List<String>>path("items.caseId"));
            next = page.path("next");
        }

        assertThat(seen).hasSize(6).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    private void sees(String token, String... names) {
        Set<String> visible = Set.of(names);
        assertThat(names(token, "")).isEqualTo(new TreeSet<>(visible));
        CASES.forEach((name, id) -> {
            for (String part : PARTS) {
                assertThat(get(token, "/v1/cases/" + id + part).statusCode())
                        .as("case %s%s", name, part)
                        .isEqualTo(visible.contains(name) ? 200 : 404);
            }
        });
    }

    private static Set<String> found(String text) {
        List<String> ids = given().auth()
                .oauth2(token("triage", Map.of()))
                .queryParam("feed", FEED)
                .queryParam("q", text)
                .get("/v1/cases")
                .path("items.caseId");
        return named(ids);
    }

    private static Set<String> names(String token, String filters) {
        return named(get(token, "/v1/cases?feed=" + FEED + filters).path("items.caseId"));
    }

    private static Set<String> named(List<String> ids) {
        Set<String> names = new TreeSet<>();
        CASES.forEach((name, id) -> {
            if (ids.contains(id.toString())) {
                names.add(name);
            }
        });
        return names;
    }

    private static JsonNode read(String token, String name) throws IOException {
        return new ObjectMapper()
                .readTree(get(token, "/v1/cases/" + CASES.get(name)).asString());
    }

    private static Response get(String token, String path) {
        return given().urlEncodingEnabled(false).auth().oauth2(token).get(path);
    }

    private static String token(String role, Map<String, Object> scope) {
        Map<String, Object> claims = new HashMap<>(scope);
        claims.put("roles", List.of(role));
        return TestTokens.with(claims);
    }

    private void open(String name, @Nullable String division, String target, Privacy.Level privacy, String title) {
        UUID id = Ids.at(System.currentTimeMillis());
        CaseFile file = CaseFile.open(id, FEED, content(division, privacy, title), Set.of(), AT);
        var assigned = file.assign(
                Ids.at(System.currentTimeMillis()), target, AssignmentRole.HOST, new Basis(1, "test", "测试"));
        var written =
                Tx.run(pool, tx -> ledger.write(tx, List.of(file))).await().atMost(Duration.ofSeconds(10));
        UUID before = CASES.put(name, id);
    }

    private static CaseContent content(@Nullable String division, Privacy.Level privacy, String title) {
        Party caller = new Party(
                Party.Role.CALLER,
                "皇甫小明",
                "1",
                30,
                "13800000001",
                null,
                "111",
                "320302199001010000",
                false,
                Party.SubjectKind.PERSON,
                "乙小区9幢");
        Medical medical =
                new Medical("E1", null, null, null, null, null, "胸痛", null, null, null, null, null, List.of(), null);
        Place place = new Place(
                "中山路1号",
                "甲小区1幢",
                division,
                division == null ? null : Place.ResolvedBy.CODE,
                null,
                null,
                null,
                null,
                null);
        return new CaseContent(
                Domain.GOV_SERVICE,
                AppealType.COMPLAINT,
                new Category("huiliu", "1", "101", "噪音", List.of()),
                null,
                List.of(),
                Urgency.NORMAL,
                Priority.P3,
                Set.of(),
                Times.UNKNOWN,
                place,
                List.of(caller),
                title,
                null,
                null,
                List.of(),
                List.of(),
                medical,
                null,
                null,
                new Privacy(privacy, null),
                List.of(),
                "PHONE",
                "REC-1",
                false,
                false,
                List.of());
    }

    private void sql(String text) {
        var done = pool.query(text).execute().await().atMost(Duration.ofSeconds(10));
    }
}
