package org.huiliu.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huiliu.dedup.Reported.on110;
import static org.huiliu.dedup.Reported.on120;
import static org.huiliu.dedup.Reported.on12345;
import static org.huiliu.dedup.Reported.on12348;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.huiliu.model.Domain;
import org.huiliu.model.Priority;
import org.huiliu.model.Privacy;
import org.junit.jupiter.api.Test;

/** Invented scenes of four lines: what is one matter, and what only looks so. */
class JudgeTest {
    private final Judge judge = new Judge(RepeatPolicies.shipped());

    // ------------------------------------------------------------ one dispute over three lines

    private final Reported quarrel = on110("order.dispute")
            .says("外墙渗水与物业发生争吵", "松涛雅苑12幢外墙渗水，业主与物业公司工作人员在物业办公室发生争吵，双方情绪激动，请派人处理")
            .at("中山北路松涛雅苑12幢", "320302")
            .against("松涛物业服务有限公司", "13800000009")
            .caller("13800000001");

    private final Reported complaint = on12345("gov.housing.property")
            .says("投诉松涛雅苑物业对外墙渗水不维修", "松涛雅苑12号楼外墙渗水已有两个月，业主多次找物业公司要求维修，物业一直推诿，今天还发生争吵，请求处理")
            .at("中山北路松涛雅苑12号楼", "320302")
            .against("松涛物业服务有限公司", "13800000009")
            .caller("13800000001")
            .after(90);

    private final Reported advice = on12348("legal.property-service")
            .says("松涛雅苑外墙渗水物业不维修能否起诉", "松涛雅苑12栋外墙渗水，物业公司不维修，业主与物业发生争吵，想咨询能否起诉松涛物业服务有限公司")
            .at("松涛雅苑12栋", "320302")
            .against("松涛物业服务有限公司", null)
            .caller("13800000001")
            .after(200);

    @Test
    void oneDisputeOverThreeLinesIsOneCase() {
        assertThat(judged(complaint, quarrel)).isInstanceOf(Judgement.Attach.class);
        assertThat(judged(advice, quarrel)).isInstanceOf(Judgement.Attach.class);
        Evidence evidence = evidence(judged(complaint, quarrel));
        assertThat(evidence.layer()).isEqualTo(Layer.SAME_CALLER);
        assertThat(evidence.shared()).contains("松涛雅苑");
        assertThat(evidence.policy()).isEqualTo("dispute");
    }

    @Test
    void aDisputeWithoutACommonPartyIsAsked() {
        Reported neighbour = on12345("gov.housing.property")
                .says("投诉外墙渗水不维修", "松涛雅苑12号楼外墙渗水已有两个月，业主多次找物业要求维修，一直推诿，今天还发生争吵，请求处理")
                .at("中山北路松涛雅苑12号楼", "320302")
                .caller("13800000002")
                .after(90);
        Judgement judgement = judged(neighbour, quarrel);
        assertThat(judgement).isInstanceOf(Judgement.Ask.class);
        assertThat(evidence(judgement).differs()).contains("no party in common");
    }

    @Test
    void aFallAtTheSameDoorIsNotTheDispute() {
        Reported fall = on120().says("老人摔倒", "松涛雅苑12幢门口一位老人摔倒，腿部疼痛不能动，神志清楚")
                .at("中山北路松涛雅苑12幢", "320302")
                .patient("某大爷", "1", 78)
                .caller("13800000001")
                .after(5);
        assertThat(judged(fall, quarrel)).isNotInstanceOf(Judgement.Attach.class);
    }

    @Test
    void aSecondPatientAtTheSameDoorIsAnotherMatter() {
        Reported man = on120().says("老人摔倒", "松涛雅苑12幢门口一位老人摔倒，腿部疼痛不能动")
                .at("松涛雅苑12幢", "320302")
                .patient("某大爷", "1", 78);
        Reported girl = on120().says("小孩摔倒", "松涛雅苑12幢门口一个孩子摔倒，额头流血")
                .at("松涛雅苑12幢", "320302")
                .patient("某某", "2", 6)
                .after(3);
        assertThat(judged(girl, man))
                .isInstanceOfSatisfying(Judgement.Separate.class, separate -> assertThat(separate.reason())
                        .isEqualTo("another patient"));
    }

    // ------------------------------------------------------------ a burst pipe

    private static final String[] PIPE = {
        "和平路水管爆裂，路面全是水，附近小区停水", "和平路口自来水管爆了，水漫到路上，家里没水", "和平路爆管停水", "反映和平路供水管道破裂漏水，小区停水，请抢修", "和平路水管暴裂大量积水，居民家中停水"
    };

    @Test
    void manyCallersOfOneBurstPipeAreOneCaseOrAreAsked() {
        Reported first = pipe(0, 117.1800, 34.2600);
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 1; i < PIPE.length; i++) {
            judgements.add(judged(pipe(i, 117.1800 + i * 0.0005, 34.2602), first));
        }
        assertThat(judgements).noneMatch(Judgement.Separate.class::isInstance);
        assertThat(judgements.stream()
                        .filter(Judgement.Attach.class::isInstance)
                        .count())
                .isGreaterThanOrEqualTo(3);
        assertThat(evidence(judgements.get(0)).policy()).isEqualTo("utility-outage");
    }

    @Test
    void aPipeTwoKilometresAwayIsAnotherOne() {
        assertThat(judged(pipe(1, 117.2030, 34.2600), pipe(0, 117.1800, 34.2600)))
                .isInstanceOfSatisfying(Judgement.Separate.class, separate -> assertThat(separate.reason())
                        .contains("m apart"));
    }

    @Test
    void theSamePipeAfterTheWindowIsLinkedAndNotReopened() {
        Reported again = pipe(0, 117.1800, 34.2600).after(3 * 24 * 60);
        assertThat(judged(again, pipe(0, 117.1800, 34.2600))).isInstanceOf(Judgement.Recurs.class);
        Rival closed = new Rival(pipe(0, 117.1800, 34.2600).matter(), false, true, true);
        assertThat(judge.judge(pipe(0, 117.1800, 34.2600).after(60).matter(), closed))
                .isInstanceOf(Judgement.Recurs.class);
    }

    @Test
    void farBeyondWindowAndRecurrenceNothingIsSaid() {
        Reported late = pipe(0, 117.1800, 34.2600).after(90L * 24 * 60);
        assertThat(judged(late, pipe(0, 117.1800, 34.2600))).isInstanceOf(Judgement.Separate.class);
    }

    private static Reported pipe(int number, double lon, double lat) {
        return on12345("gov.utility.water")
                .says(PIPE[number], PIPE[number])
                .at("和平路", "320302")
                .point(lon, lat)
                .caller("1380000010" + number)
                .after(number);
    }

    // ------------------------------------------------------------ the same words elsewhere

    @Test
    void fourDistrictsOfOneNameAreFourPlaces() {
        String[] divisions = {"320302", "320106", "350102", "410204"};
        for (String one : divisions) {
            for (String other : divisions) {
                Judgement judgement = judged(gulou(one).after(10), gulou(other));
                if (one.equals(other)) {
                    assertThat(judgement).isInstanceOf(Judgement.Attach.class);
                } else {
                    assertThat(judgement)
                            .isInstanceOfSatisfying(Judgement.Separate.class, separate -> assertThat(separate.reason())
                                    .isEqualTo("another district"));
                }
            }
        }
    }

    @Test
    void pointsCloseAcrossABorderAreOnePlace() {
        Reported here = gulou("320302").point(117.18, 34.26);
        Reported across = gulou("320303").point(117.1804, 34.26).after(10);
        assertThat(judged(across, here)).isInstanceOf(Judgement.Attach.class);
    }

    private static Reported gulou(String division) {
        return on12345("gov.transport.street-light")
                .says("鼓楼区中山路路灯不亮", "鼓楼区中山路和青年路路口的路灯不亮，已经三天了，晚上出行不安全，请尽快维修")
                .at("鼓楼区中山路与青年路路口", division);
    }

    @Test
    void buildingNumbersInAnyWritingAreOneBuilding() {
        for (String writing : List.of("12幢", "12栋", "12号楼", "12#楼", "１２栋", "十二幢")) {
            assertThat(judged(lift("12栋"), lift(writing))).as(writing).isInstanceOf(Judgement.Attach.class);
        }
    }

    @Test
    void theNextBuildingIsAnotherPlace() {
        assertThat(judged(lift("13栋"), lift("12栋")))
                .isInstanceOfSatisfying(Judgement.Separate.class, separate -> assertThat(separate.reason())
                        .isEqualTo("another building"));
        assertThat(judged(lift("12栋502室"), lift("12栋503室"))).isInstanceOf(Judgement.Separate.class);
    }

    private static Reported lift(String building) {
        return on12345("gov.housing.property")
                .says("柏庐花园电梯经常停运", "柏庐花园" + building + "的电梯经常停运，老人上下楼困难，物业一直不维修，请督促处理")
                .at("柏庐花园" + building, "320302")
                .caller("13800000021");
    }

    @Test
    void slipsOfTheKeyAndWordsThatSoundAlikeChangeNothing() {
        Reported first = on12345("gov.environment.noise").says("金茂广场工地夜间施工噪音扰民", "金茂广场工地每天夜间施工到凌晨两点，噪音扰民，影响附近居民休息，请查处");
        for (String[] variant : new String[][] {
            {"金茂广场工地夜间施工噪音扰民", "金茂广场工地每天夜间施工到凌晨俩点，噪音挠民，影响附近居民休息，请查处"},
            {"金毛广场工地夜间施工噪声扰民", "金毛广场工地每天夜间施工到凌晨两点，噪声扰民，影响附近居民修息，请查处"},
            {"金茂广场工地夜里施工太吵", "金茂广场工地每天夜间施工到凌晨两点，噪音扰民，影响附近剧民休息，请查处"}
        }) {
            Reported slip = on12345("gov.environment.noise")
                    .says(variant[0], variant[1])
                    .after(60);
            assertThat(judged(slip, first)).as(variant[0]).isInstanceOf(Judgement.Attach.class);
        }
    }

    @Test
    void theSameWordsAboutAnotherEstateAreNotAttached() {
        String text = "小区临街一楼餐馆没有烟道，油烟直排，居民不敢开窗，投诉多次没有结果，请处理";
        Reported here = on12345("gov.environment.air").says("清枫花园餐馆油烟扰民", "清枫花园" + text);
        Reported there =
                on12345("gov.environment.air").says("望榆家园餐馆油烟扰民", "望榆家园" + text).after(30);
        assertThat(judged(there, here)).isNotInstanceOf(Judgement.Attach.class);
        assertThat(judged(here, here)).isInstanceOf(Judgement.Attach.class);
    }

    @Test
    void anotherProblemAtTheSamePlaceIsNotAttached() {
        Reported noise = on12345("gov.environment.noise").says("清枫花园夜间施工噪音", "清枫花园南门工地夜间施工，噪音很大，影响睡眠");
        Reported parking = on12345("gov.public-security.parking")
                .says("清枫花园车位紧张", "清枫花园南门外车辆乱停乱放，业主找不到车位，希望规划停车位")
                .after(30);
        assertThat(judged(parking, noise)).isNotInstanceOf(Judgement.Attach.class);
    }

    @Test
    void oneCallersFormLettersForDifferentRequestsStaySeparate() {
        String[][] requests = {{"请加快地铁建设", "地铁线路少"}, {"请加快体育馆建设", "体育场馆少"}, {"请加快养老机构建设", "养老床位少"}, {"请加快绿道建设", "绿道长度少"}
        };
        for (String[] one : requests) {
            for (String[] other : requests) {
                if (!one[0].equals(other[0])) {
                    assertThat(judged(letter(one).after(60), letter(other)))
                            .as(one[0] + " / " + other[0])
                            .isInstanceOf(Judgement.Separate.class);
                }
            }
        }
    }

    private static Reported letter(String[] request) {
        return on12345("gov.other")
                .says(request[0], "近年来人口增长迅速，但是" + request[1] + "，与市民期盼有差距，希望有关部门加快步伐，请问有何具体措施？")
                .caller("13800000031");
    }

    @Test
    void aNoisyPlaceDoesNotBecomeOneCaseForHalfAYear() {
        // each call is like the one before it; all are compared with the first
        Reported first = noisy(0);
        List<Judgement> judgements = new ArrayList<>();
        for (int week = 1; week <= 26; week++) {
            judgements.add(judged(noisy(week), first));
        }
        assertThat(judgements.subList(0, 4)).allMatch(Judgement.Attach.class::isInstance);
        assertThat(judgements.subList(4, 26)).noneMatch(Judgement.Attach.class::isInstance);
    }

    private static Reported noisy(int week) {
        return on12345("gov.environment.noise")
                .says("桐音广场广场舞音响扰民", "桐音广场每天晚上广场舞音响声音太大，严重扰民，请管理")
                .caller("138000004" + (10 + week))
                .after(week * 7L * 24 * 60);
    }

    // ------------------------------------------------------------ what must never be swallowed

    @Test
    void anEmergencyIsForwardedFirstAndLinkedAfterwards() {
        Matter fire = fire(0).matter();
        Matter again = fire(2).matter();
        assertThat(judge.judge(again, new Rival(fire, false, false, false)))
                .isInstanceOfSatisfying(
                        Judgement.Ask.class,
                        ask -> assertThat(ask.evidence().differs()).contains("the emergency is not forwarded yet"));
        assertThat(judge.judge(again, new Rival(fire, false, false, true))).isInstanceOf(Judgement.Attach.class);
    }

    private static Reported fire(int minutes) {
        return on110("fire")
                .says("清枫花园8幢三楼起火", "清枫花园8幢三楼窗户冒烟起火，有明火，请快来")
                .at("清枫花园8幢", "320302")
                .point(117.18, 34.26)
                .priority(Priority.P1)
                .after(minutes);
    }

    @Test
    void anEmergencyIsNotJoinedToAWorkingOrder() {
        Reported order = on12345("gov.utility.gas")
                .says("清枫花园燃气异味", "清枫花园8幢楼道有燃气异味，请燃气公司检查")
                .at("清枫花园8幢", "320302");
        Reported alarm = on110("help.utility-danger")
                .says("清枫花园燃气泄漏", "清枫花园8幢楼道燃气异味很浓，疑似燃气泄漏，请派人检查")
                .at("清枫花园8幢", "320302")
                .priority(Priority.P1)
                .after(20);
        assertThat(judged(alarm, order)).isNotInstanceOf(Judgement.Attach.class);
    }

    @Test
    void aStrictlyConfidentialCaseStaysAlone() {
        Reported secret = lift("12栋").privacy(Privacy.Level.STRICT);
        assertThat(judged(lift("12栋"), secret)).isInstanceOf(Judgement.Separate.class);
        assertThat(judge.looksFor(secret.matter())).isFalse();
        assertThat(judged(lift("12栋").privacy(Privacy.Level.CONFIDENTIAL), lift("12栋")))
                .isInstanceOf(Judgement.Separate.class);
    }

    @Test
    void twoPlatesAreTwoVehicles() {
        Reported one = on110("traffic.accident").says("青年路两车追尾", "青年路轿车苏C12A45追尾，堵住一条车道");
        Reported other = on110("traffic.accident")
                .says("青年路两车追尾", "青年路轿车苏C98B76追尾，堵住一条车道")
                .after(5);
        assertThat(judged(other, one))
                .isInstanceOfSatisfying(Judgement.Separate.class, separate -> assertThat(separate.reason())
                        .contains("plates"));
    }

    @Test
    void aPolicyThatOnlyAsksNeverAttaches() {
        String json = RepeatPolicies.shippedJson().replace("\"zh\":", "\"mode\": \"ASK_ONLY\", \"zh\":");
        Judge asking = new Judge(read(json));
        Matter first = lift("12栋").matter();
        Matter again = lift("12栋").after(30).matter();
        assertThat(asking.judge(again, new Rival(first, false, false, true))).isInstanceOf(Judgement.Ask.class);
        Judge off = new Judge(read(json.replace("ASK_ONLY", "OFF")));
        assertThat(off.looksFor(again)).isFalse();
        assertThat(off.judge(again, new Rival(first, false, false, true))).isInstanceOf(Judgement.Separate.class);
    }

    @Test
    void withoutPoliciesNothingIsLookedFor() {
        Judge none = new Judge(RepeatPolicies.none());
        assertThat(none.looksFor(lift("12栋").matter())).isFalse();
    }

    @Test
    void aSketchPromisesMoreForTheSameMatterThanForAnother() {
        Matter report = lift("12栋").after(30).matter();
        Matter same = lift("12号楼").matter();
        Matter other =
                on12345("gov.environment.noise").says("望榆家园油烟", "望榆家园餐馆油烟直排").matter();
        assertThat(promise(report, same)).isGreaterThan(promise(report, other));
        assertThat(promise(report, lift("12栋").after(400L * 24 * 60).matter())).isZero();
        assertThat(report.domain()).isEqualTo(Domain.GOV_SERVICE);
    }

    /** One outage in forty estates, told in the same words: only the names tell which case a call belongs to. */
    @Test
    void aCallIsNotCrowdedOutByTheSameWordsAboutOtherEstates() {
        List<String> estates = Stream.of("佳苑", "花园", "雅苑", "家园")
                .flatMap(suffix -> Stream.of("云杉", "白桦", "金桂", "银杏", "海棠", "红枫", "翠竹", "丁香", "玉兰", "腊梅")
                        .map(name -> name + suffix + "小区"))
                .toList();
        Map<String, Matter> firsts = new LinkedHashMap<>();
        estates.forEach(estate -> firsts.put(estate, outage(estate, firsts.size())));
        for (String estate : estates) {
            Matter own = Objects.requireNonNull(firsts.get(estate));
            for (int call = 0; call < 20; call++) {
                Matter report = outage(estate, call);
                double promise = promise(report, own);
                assertThat(firsts.values().stream().filter(other -> promise(report, other) > promise))
                        .as("more promising than its own case for call %d of %s", call, estate)
                        .hasSizeLessThan(Judge.SHORTLIST);
            }
        }
    }

    /** The calls of an estate differ in their words, their building and their caller. */
    private static Matter outage(String estate, int call) {
        List<String> words =
                List.of("从早上开始停水,整个小区都没有水。", "早上开始停水,整个小区没有水。", "从今天早上开始停水,整个小区都没有水!", "从早上就开始停水,整个小区都没水。");
        return on12345("gov.utility.water")
                .says("小区停水", estate + words.get(call % words.size()))
                .at(estate + (1 + call % 20) + "幢", "320302")
                .caller("138" + (10_000_000 + call))
                .matter();
    }

    @Test
    void aSketchOfAnotherVersionIsLookedAt() {
        assertThat(judge.promise(
                        lift("12栋").matter(),
                        new RepeatIndex.Candidate(new java.util.UUID(0, 1), false, new byte[3], java.util.Set.of())))
                .isPositive();
    }

    private double promise(Matter report, Matter other) {
        return judge.promise(
                report, new RepeatIndex.Candidate(new java.util.UUID(0, 1), false, other.sketch(), java.util.Set.of()));
    }

    private static RepeatPolicies read(String json) {
        return RepeatPolicies.read(json, 2).fold(policies -> policies, faults -> {
            throw new AssertionError(faults);
        });
    }

    private Judgement judged(Reported report, Reported first) {
        return judge.judge(report.matter(), new Rival(first.matter(), false, false, true));
    }

    private static Evidence evidence(Judgement judgement) {
        return judgement.fold(
                Judgement.Attach::evidence, Judgement.Ask::evidence, Judgement.Recurs::evidence, separate -> {
                    throw new AssertionError(separate.reason());
                });
    }
}
