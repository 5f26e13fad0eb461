package org.huiliu.pipeline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.huiliu.Eventually;
import org.huiliu.boot.embedded.EmbeddedPartsResource;
import org.huiliu.boot.embedded.TestTokens;
import org.huiliu.boot.pack.Pack;
import org.huiliu.boot.pack.PackLoader;
import org.huiliu.boot.pack.RuleDesk;
import org.huiliu.boot.sandbox.Sandbox;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each pack as its place would use it: loaded through the API, its reports sent by its lines, its units told. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPartsResource.class)
class PackJourneyTest {
    private static Sandbox sandbox;

    private RuleDesk desk;
    private PackLoader loader;
    private int former;
    private @Nullable Pack loaded;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.start(0);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @BeforeEach
    void remember() {
        String hub = "http://localhost:" + RestAssured.port;
        desk = new RuleDesk(hub, TestTokens::of);
        loader = new PackLoader(hub, TestTokens::of, sandbox.root());
        former = desk.published();
    }

    /** Other tests do not notice that a place was here. */
    @AfterEach
    void leave() {
        if (loaded != null) {
            if (desk.published() != former) {
                desk.publish(former);
            }
            loader.switchOff(loaded);
            loaded = null;
        }
    }

    // ------------------------------------------------------------ journeys

    @Test
    void gulousDisputesReachTheMediatorsOfTheirStreetTheSameMorning() {
        List<Journey> journeys = journeys("gulou");

        assertThat(journeys).hasSize(200);
        Map<String, Long> byRule =
                journeys.stream().collect(Collectors.groupingBy(Journey::rule, Collectors.counting()));
        assertThat(byRule.keySet()).containsOnly("dispute", "police", "emergency", "government");
        for (Journey one : journeys) {
            switch (one.rule()) {
                case "dispute" -> {
                    assertThat(one.host()).startsWith("gl-justice");
                    assertThat(one.at("/content/category/code")).isEqualTo("order.dispute");
                    assertThat(one.at("/state")).isEqualTo("DISPATCHED");
                }
                case "government" -> {
                    assertThat(one.host()).isEqualTo("gl-12345");
                    assertThat(one.at("/state")).isEqualTo("TRANSFERRED");
                }
                default -> assertThat(one.host()).isEqualTo("gl-police");
            }
        }
        Journey dispute = journeys.stream()
                .filter(one -> one.rule().equals("dispute"))
                .filter(one -> one.at("/content/place/division").startsWith("320302002"))
                .findFirst()
                .orElseThrow();
        assertThat(dispute.host()).isEqualTo("gl-justice-fengcai");
        told("gl-justice-fengcai", dispute);
        JsonNode why = decisions(dispute).get(0);
        assertThat(why.path("rule").asText()).isEqualTo("dispute");
        assertThat(why.path("ruleset").asInt()).isEqualTo(desk.published());
        assertThat(why.at("/values/category/0").asText()).isEqualTo("order.dispute");
        assertThat(why.at("/values/division/0").asText()).startsWith("320302002");
    }

    @Test
    void gulousDayTriedOnTheRulesListsWhatWouldGoWhereAndWhy() {
        Pack pack = Pack.read("gulou");
        loaded = pack;
        loader.register(pack);
        ArrayNode alarms = HubJson.mapper().createArrayNode();
        pack.reports().forEach(report -> alarms.add(report.payload()));
        ObjectNode order = HubJson.mapper().createObjectNode().put("feed", "110");
        order.set("payloads", alarms);
        order.set("document", pack.ruleset());
        order.putArray("catalogue");

        JsonNode begun = post("/v1/rulesets/simulations", order, 202);
        JsonNode result = done(begun.path("job").asText()).path("result");

        assertThat(result.path("cases").asInt()).isEqualTo(200);
        assertThat(then(result, "rules", "rule", "dispute")).isEqualTo(48);
        assertThat(then(result, "units", "unit", "gl-justice-fengcai")).isPositive();
        assertThat(then(result, "units", "unit", "gl-police")).isGreaterThan(100);
        assertThat(result.at("/transferred/then").asInt()).isEqualTo(then(result, "rules", "rule", "government"));
        assertThat(result.at("/unowned/then").asInt()).isZero();
        System.out.println("Gulou simulated: " + result.path("rules") + " " + result.path("units"));

        ObjectNode question = HubJson.mapper().createObjectNode().put("feed", "110");
        question.set("payload", alarmAbout(pack, "装修工说"));
        question.set("document", pack.ruleset());
        question.putArray("catalogue");
        JsonNode why = post("/v1/rulesets/explain", question, 200);

        assertThat(why.at("/decision/rule").asText()).isEqualTo("dispute");
        assertThat(why.at("/decision/destination/units/0/target").asText()).startsWith("gl-justice-");
        assertThat(why.at("/decision/values/category/0").asText()).isEqualTo("order.dispute");
        JsonNode looked = why.at("/groups/1/rules/0");
        assertThat(looked.path("matched").asBoolean()).isTrue();
        assertThat(looked.path("words").asText()).contains("来源=").contains("→");
        assertThat(looked.at("/when/parts")).allMatch(part -> part.path("holds").asBoolean());
        System.out.println("Gulou explained: " + looked);
        // nothing of it is in force
        assertThat(desk.published()).isEqualTo(former);
    }

    @Test
    void yanzhousUrgentOrdersWaitForAPersonAndTheRestIsWithItsDepartment() {
        List<Journey> journeys = journeys("yanzhou");

        Journey wages = saying(journeys, "云栖家园工地拖欠木工班组两个月工资");
        assertThat(wages.units()).containsExactly("yz-hrss", "yz-town-jiuxianqiao", "yz-housing");
        assertThat(wages.at("/handling/deadlinePolicy")).isEqualTo("123");
        assertThat(wages.at("/handling/itemKind")).isEqualTo("PROMISED");
        told("yz-hrss", wages);
        told("yz-town-jiuxianqiao", wages);

        Journey gas = saying(journeys, "梧桐苑9幢楼道有很重的煤气味");
        assertThat(gas.at("/state")).isEqualTo("REVIEW");
        assertThat(gas.at("/handling/decideBy")).isNotEmpty();
        assertThat(gas.rule()).isEqualTo("urgent-judged-first");

        Journey balcony = saying(journeys, "五楼阳台裂开快要坍塌");
        assertThat(balcony.at("/content/urgency")).isEqualTo("URGENT");
        assertThat(balcony.at("/state")).isEqualTo("REVIEW");
        assertThat(saying(journeys, "想问漕河镇哪里可以飞无人机").host()).isEqualTo("yz-centre");
    }

    @Test
    void haishusEventsReachTheFourPlatformsOfTheirTowns() {
        List<Journey> journeys = journeys("haishu");

        for (Journey one : journeys) {
            assertThat(one.host()).startsWith("hs-");
            String town = one.at("/content/place/division");
            if (town.length() == 9 && one.rule().equals("platforms")) {
                assertThat(one.host()).matches("hs-[a-z]+-(comprehensive|market|enforcement|service)|hs-command");
            }
        }
        Journey any = journeys.stream()
                .filter(one -> one.host().endsWith("-service"))
                .findFirst()
                .orElseThrow();
        told(any.host(), any);
    }

    @Test
    void hanbinAnswersPromisesJoinsAndPassesOn() {
        List<Journey> journeys = journeys("hanbin");

        Journey instant = saying(journeys, "请问老城街道便民服务中心几点上班");
        assertThat(instant.at("/state")).isEqualTo("RESOLVED");
        assertThat(instant.at("/result/text")).contains("9:00");
        assertThat(instant.at("/handling/itemKind")).isEqualTo("INSTANT");

        Journey joint = saying(journeys, "准备在老城街道开办餐饮店");
        assertThat(joint.units()).containsExactly("hb-laocheng", "hb-market", "hb-health", "hb-fire");
        assertThat(joint.at("/handling/itemKind")).isEqualTo("JOINT");
        told("hb-fire", joint);

        assertThat(saying(journeys, "隔壁楼顶加盖一层彩钢房").units()).containsExactly("hb-centre");
        assertThat(saying(journeys, "申请高龄补贴").units()).containsExactly("hb-laocheng");
        assertThat(saying(journeys, "养老金资格认证").at("/handling/itemKind")).isEqualTo("REPLY");
    }

    @Test
    void nantongsPoliceHousingAndStreetHearOfALeakAtOnce() {
        List<Journey> journeys = journeys("nantong");

        Journey leak = saying(journeys, "外墙渗水");
        assertThat(leak.units()).containsExactly("nt-police", "nt-housing", "nt-wenfeng");
        told("nt-police", leak);
        told("nt-housing", leak);
        told("nt-wenfeng", leak);
        assertThat(saying(journeys, "停在楼下的电动自行车不见了").units()).containsExactly("nt-police");
    }

    // ------------------------------------------------------------ helpers

    /** What became of a report. */
    private record Journey(String said, String id, JsonNode now) {
        String at(String pointer) {
            return now.at(pointer).asText();
        }

        String rule() {
            return at("/handling/basis/rule");
        }

        String host() {
            return at("/handling/hostUnit");
        }

        List<String> units() {
            List<String> units = new ArrayList<>();
            units.add(host());
            now.at("/handling/coUnits").forEach(unit -> units.add(unit.asText()));
            return units;
        }
    }

    private List<Journey> journeys(String name) {
        Pack pack = Pack.read(name);
        loaded = pack;
        loader.register(pack);
        int version = loader.publish(pack);
        assertThat(desk.published()).isEqualTo(version);
        List<Journey> journeys = new ArrayList<>();
        List<String> alike = new ArrayList<>();
        for (PackLoader.Sent one : loader.send(pack)) {
            String id = one.answer().path("caseId").asText();
            // each its own case; that one resembles another may be put to a person
            if (!List.of("OPENED", "SUSPECTED")
                    .contains(one.answer().path("outcome").asText())) {
                alike.add(one.answer() + " for " + one.report().payload());
            }
            journeys.add(new Journey(one.report().payload().toString(), id, read("/v1/cases/" + id)));
        }
        assertThat(alike).as("reports that were taken for repeats").isEmpty();
        return journeys;
    }

    private static JsonNode alarmAbout(Pack pack, String words) {
        return pack.reports().stream()
                .map(Pack.Report::payload)
                .filter(payload -> payload.path("BJNR").asText().contains(words))
                .findFirst()
                .orElseThrow();
    }

    /** How many would be here under the rules that were tried. */
    private static int then(JsonNode result, String list, String key, String name) {
        for (JsonNode one : result.path(list)) {
            if (one.path(key).asText().equals(name)) {
                return one.path("then").asInt();
            }
        }
        return 0;
    }

    private static JsonNode done(String job) {
        Eventually.holds("the job is done", () -> {
            String state = readAs("author1", job).path("state").asText();
            assertThat(state).isNotIn("FAILED", "CANCELLED");
            return state.equals("DONE");
        });
        return readAs("author1", job);
    }

    private static JsonNode post(String path, JsonNode body, int status) {
        Response answer = given().auth()
                .oauth2(TestTokens.of("author1"))
                .contentType("application/json")
                .body(body.toString())
                .post(path);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        return HubJson.read(answer.asString(), JsonNode.class);
    }

    private static JsonNode readAs(String who, String path) {
        Response answer = given().auth().oauth2(TestTokens.of(who)).get(path);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return HubJson.read(answer.asString(), JsonNode.class);
    }

    private static Journey saying(List<Journey> journeys, String words) {
        return journeys.stream()
                .filter(one -> one.said().contains(words))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode decisions(Journey of) {
        return read("/v1/cases/" + of.id() + "/decisions").path("items");
    }

    private static void told(String target, Journey of) {
        Eventually.holds(target + " has it", () -> sandbox.received(target).stream()
                .anyMatch(
                        got -> got.status() == 202 && String.valueOf(got.body()).contains(of.id())));
    }

    private static JsonNode read(String path) {
        Response answer = given().auth()
                .oauth2(TestTokens.with(Map.of("roles", List.of("triage"))))
                .get(path);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return HubJson.read(answer.asString(), JsonNode.class);
    }
}
