package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.huiliu.boot.pack.InventedEvents;
import org.huiliu.boot.pack.Pack;
import org.huiliu.model.AssignmentRole;
import org.huiliu.model.CaseContent;
import org.huiliu.model.ItemKind;
import org.huiliu.model.Urgency;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.normalize.Normalized;
import org.huiliu.normalize.Normalizer;
import org.huiliu.normalize.PayloadFormat;
import org.huiliu.normalize.divisions.DivisionTable;
import org.huiliu.normalize.divisions.TableDivisionResolver;
import org.huiliu.partners.Access;
import org.huiliu.partners.PartnerRules;
import org.huiliu.partners.Target;
import org.huiliu.partners.Targets;
import org.huiliu.partners.Terms;
import org.huiliu.routing.Decision;
import org.huiliu.routing.Destination;
import org.huiliu.routing.Facts;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.RulesetReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The packs' rules on the packs' reports, as the hub normalizes them: what goes where. */
class PackRulesTest {
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2025-09-11T10:00:00+08:00");
    static final List<String> PACKS = Pack.NAMES;

    private static TableDivisionResolver divisions;
    private static FeedContracts contracts;
    private static Normalizer normalizer;

    @BeforeAll
    static void load() {
        divisions = new TableDivisionResolver(DivisionTable.load());
        contracts = new FeedContracts(divisions, Optional.empty());
        normalizer = new Normalizer(contracts);
    }

    /** A pack's rules among its targets. */
    private record City(Pack pack, Ruleset rules, TargetUnits units) {
        Decision decide(Pack.Report report) {
            return rules.decide(Facts.of(report.feed(), content(report), 1, 1, NOW), units);
        }

        /** The decision on the report that says this. */
        Decision on(String said) {
            return pack.reports().stream()
                    .filter(report -> report.payload().toString().contains(said))
                    .findFirst()
                    .map(this::decide)
                    .orElseThrow();
        }
    }

    // ------------------------------------------------------------ all packs

    @ParameterizedTest
    @FieldSource("PACKS")
    void aPackIsSoundInEveryPart(String name) {
        Pack pack = Pack.read(name);
        Set<String> agencies = pack.agencies().stream()
                .map(agency -> agency.path("code").asText())
                .collect(Collectors.toSet());

        for (Target target : targets(pack)) {
            assertThat(PartnerRules.faults(target)).as(target.code()).isEmpty();
            assertThat(agencies).contains(target.agency());
            assertThat(target.baseUrl()).isEqualTo(Pack.RECEIVERS + "/" + target.contract() + "/" + target.code());
        }
        assertThat(city(name).rules().version()).isEqualTo(1);
        assertThat(pack.reports()).isNotEmpty();
    }

    @ParameterizedTest
    @FieldSource("PACKS")
    void everyReportOfAPackHasAnOwnerAndKnownCodes(String name) {
        City city = city(name);
        for (Pack.Report report : city.pack().reports()) {
            Decision decision = city.decide(report);
            assertThat(decision.notFound()).as(report.toString()).isEmpty();
            assertThat(owned(decision)).as(report.toString()).isTrue();
        }
    }

    @ParameterizedTest
    @FieldSource("PACKS")
    void everyRuleOfAPackDecidesSomething(String name) {
        City city = city(name);
        Set<String> fired = new TreeSet<>();
        city.pack().reports().forEach(report -> city.decide(report).fired().forEach(one -> fired.add(one.rule())));
        Set<String> rules = new TreeSet<>();
        city.rules().document().groups().forEach(group -> group.rules().forEach(rule -> rules.add(rule.name())));
        if (name.equals("haishu")) {
            // its year has it, a town's four events may not
            rules.remove("at-night");
        }
        assertThat(fired).containsAll(rules);
    }

    // ------------------------------------------------------------ each pack

    @Test
    void gulouSendsDisputesToTheStreetsMediatorsAndKeepsPoliceMattersWithThePolice() {
        City gulou = city("gulou");
        assertThat(gulou.pack().reports()).hasSize(200);
        Map<String, Integer> counts = new TreeMap<>();
        for (Pack.Report report : gulou.pack().reports()) {
            CaseContent content = content(report);
            Decision decision = gulou.decide(report);
            String rule = decision.basis().rule();
            var unused = counts.merge(rule, 1, Integer::sum);
            String owner = decision.destination().owner().orElseThrow();
            switch (rule) {
                case "dispute" -> {
                    assertThat(content.category().code()).isEqualTo("order.dispute");
                    assertThat(content.flags()).isEmpty();
                    String division = String.valueOf(content.place().division());
                    assertThat(owner).isEqualTo(division.length() > 6 ? street(gulou, division) : "gl-justice");
                }
                case "police", "emergency" -> assertThat(owner).isEqualTo("gl-police");
                case "government" -> {
                    assertThat(content.category().code()).startsWith("gov");
                    assertThat(owner).isEqualTo("gl-12345");
                }
                default -> fail(rule);
            }
        }
        assertThat(counts)
                .containsEntry("dispute", 48)
                .containsOnlyKeys("dispute", "police", "emergency", "government");
    }

    @Test
    void yanzhouLetsAPersonJudgeWhatIsUrgentAndSendsTheRestToItsDepartment() {
        City yanzhou = city("yanzhou");

        Decision wages = yanzhou.on("云栖家园工地拖欠木工班组两个月工资,项目部一直推脱");
        assertThat(units(wages)).containsExactly("HOST yz-hrss", "CO yz-town-jiuxianqiao", "CO yz-housing");
        assertThat(wages.basis().rule()).isEqualTo("routine-direct");
        assertThat(wages.marks().deadline()).isEqualTo("123");
        assertThat(wages.marks().itemKind()).isEqualTo(ItemKind.PROMISED);

        Decision gas = yanzhou.on("梧桐苑9幢楼道有很重的煤气味,怀疑泄漏");
        assertThat(gas.destination()).isInstanceOf(Destination.Review.class);
        Destination.Review review = (Destination.Review) gas.destination();
        assertThat(review.within()).isEqualTo(Duration.ofMinutes(15));
        assertThat(review.fallback().units())
                .extracting(Destination.Given::target)
                .containsExactly("yz-water", "yz-town-gulou");

        Decision balcony = yanzhou.on("百合花园3幢五楼阳台裂开快要坍塌,下面是幼儿园大门");
        assertThat(balcony.marks().urgency()).isEqualTo(Urgency.URGENT);
        assertThat(balcony.destination()).isInstanceOf(Destination.Review.class);

        assertThat(yanzhou.on("想问漕河镇哪里可以飞无人机").destination().owner()).hasValue("yz-centre");
        assertThat(yanzhou.on("想咨询今年小麦种植补贴什么时候发放").marks().itemKind()).isEqualTo(ItemKind.PROMISED);
    }

    @Test
    void haishusYearFindsItsPlatformAndNoEventIsWithoutAnOwner() {
        City haishu = city("haishu");
        InventedEvents year = InventedEvents.ofHaishu();
        Map<String, Integer> byTarget = new TreeMap<>();
        int unowned = 0;
        for (int i = 0; i < InventedEvents.YEAR; i++) {
            Decision decision = haishu.decide(year.next());
            if (owned(decision)) {
                var unused = byTarget.merge(decision.destination().owner().orElse(""), 1, Integer::sum);
            } else {
                unowned++;
            }
        }
        assertThat(unowned).isZero();
        assertThat(byTarget.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(InventedEvents.YEAR);
        // 17 towns with four platforms each, the district's own four, and the command centre for what nobody knows
        assertThat(byTarget).hasSize(17 * 4 + 4 + 1);
        assertThat(byTarget.get("hs-command")).isLessThan(InventedEvents.YEAR / 50);
    }

    @Test
    void hanbinKeepsFourKindsAndPassesOnWhatIsBeyondItsAuthority() {
        City hanbin = city("hanbin");

        Decision instant = hanbin.on("请问老城街道便民服务中心几点上班,周六开门吗");
        assertThat(instant.destination()).isInstanceOf(Destination.Answer.class);
        assertThat(instant.marks().itemKind()).isEqualTo(ItemKind.INSTANT);

        Decision joint = hanbin.on("准备在老城街道开办餐饮店,营业执照、食品许可和消防检查想一次办完");
        assertThat(units(joint)).containsExactly("HOST hb-laocheng", "CO hb-market", "CO hb-health", "CO hb-fire");
        assertThat(joint.marks().itemKind()).isEqualTo(ItemKind.JOINT);

        Decision beyond = hanbin.on("隔壁楼顶加盖一层彩钢房,街道来看过说没有权限拆");
        assertThat(units(beyond)).containsExactly("HOST hb-centre");
        assertThat(beyond.basis().rule()).isEqualTo("beyond-authority");

        assertThat(hanbin.on("老人行动不便,养老金资格认证怎么在家里办").marks().itemKind()).isEqualTo(ItemKind.REPLY);
        Decision promised = hanbin.on("母亲八十岁,申请高龄补贴,材料已经交到窗口");
        assertThat(units(promised)).containsExactly("HOST hb-laocheng");
        assertThat(promised.marks().itemKind()).isEqualTo(ItemKind.PROMISED);
        assertThat(units(hanbin.on("瀛湖镇街上水表井一直往外漏水"))).containsExactly("HOST hb-centre");
    }

    @Test
    void nantongTellsPoliceHousingAndStreetOfALeakAtOnce() {
        City nantong = city("nantong");

        assertThat(units(nantong.on("外墙渗水,顺着墙流到楼下几户,与物业说不通,双方发生争吵")))
                .containsExactly("HOST nt-police", "CO nt-housing", "CO nt-wenfeng");
        assertThat(units(nantong.on("柏庐花园顶楼屋面漏水两年,申请维修资金一直没有结果"))).containsExactly("HOST nt-housing", "CO nt-wenfeng");
        assertThat(units(nantong.on("停在楼下的电动自行车不见了"))).containsExactly("HOST nt-police");
        assertThat(units(nantong.on("流动摊贩占住小区北门,车辆出不去"))).containsExactly("HOST nt-command");
    }

    // ------------------------------------------------------------ helpers

    private static City city(String name) {
        Pack pack = Pack.read(name);
        Targets targets = new Targets(targets(pack));
        Ruleset rules = RulesetReader.read(
                        pack.ruleset(), pack.catalogue(), new CityVocabulary(contracts, divisions, targets), NOW)
                .fold(
                        (document, warnings) -> {
                            assertThat(warnings).as("warnings").isEmpty();
                            return Ruleset.compile(1, document);
                        },
                        faults -> fail(faults.toString()));
        return new City(pack, rules, new TargetUnits(targets));
    }

    private static List<Target> targets(Pack pack) {
        List<Target> targets = new ArrayList<>();
        for (JsonNode one : pack.targets()) {
            Set<String> entitlement = new TreeSet<>();
            one.path("entitlement").forEach(part -> entitlement.add(part.asText()));
            targets.add(new Target(
                    one.path("code").asText(),
                    one.path("name").asText(),
                    one.path("agency").asText(),
                    one.path("role").asText(),
                    one.path("division").asText(),
                    one.path("baseUrl").asText(),
                    one.path("contract").asText(),
                    entitlement,
                    Set.of(),
                    5000,
                    Terms.USUAL,
                    Access.USUAL,
                    null));
        }
        return targets;
    }

    private static CaseContent content(Pack.Report report) {
        byte[] payload = report.payload().toString().getBytes(StandardCharsets.UTF_8);
        return normalizer
                .normalize(contracts.find(report.feed()).orElseThrow(), payload, PayloadFormat.JSON)
                .fold(Normalized::content, rejected -> fail(rejected.toString()));
    }

    /** Somebody has it, or it is answered. */
    private static boolean owned(Decision decision) {
        return decision.destination()
                .fold(
                        deliver -> true,
                        review -> review.fallback().owner().isPresent(),
                        transfer -> true,
                        answer -> true,
                        nobody -> false);
    }

    private static List<String> units(Decision decision) {
        return decision.destination().units().stream()
                .map(one -> (one.role() == AssignmentRole.HOST ? "HOST " : "CO ") + one.target())
                .toList();
    }

    private static String street(City city, String division) {
        return city.units()
                .targets()
                .responsible("JUDICIAL", division, 9)
                .map(Target::code)
                .filter(code -> !code.equals("gl-justice"))
                .orElseThrow();
    }
}
