package org.huiliu.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.huiliu.dedup.BlockKey.Kind;
import org.huiliu.model.Point;
import org.junit.jupiter.api.Test;

class MatterTest {

    private static Reported lamp() {
        return Reported.on12345("gov.transport.street-light")
                .says("清枫花园东门路灯不亮", "清枫花园东门和平路的路灯三天不亮，请维修")
                .caller("13800000001");
    }

    @Test
    void aSketchIsSmallAndKeepsNoTextAndNoNumberInClear() {
        byte[] sketch = lamp().at("和平路清枫花园东门", "320302").matter().sketch();
        assertThat(sketch).hasSize(Sketch.BYTES);
        assertThat(new String(sketch, StandardCharsets.UTF_8))
                .doesNotContain("清枫")
                .doesNotContain("1380000");
        assertThat(lamp().at("和平路清枫花园东门", "320302").matter().sketch()).isEqualTo(sketch);
    }

    @Test
    void aReportIsKeptUnderFewKeysAndLookedForUnderMore() {
        Matter matter = lamp().point(117.18, 34.26).matter();
        assertThat(matter.keys()).hasSizeLessThanOrEqualTo(10).doesNotHaveDuplicates();
        assertThat(kinds(matter.keys(), Kind.CALLER)).isEqualTo(1);
        assertThat(kinds(matter.keys(), Kind.CELL)).isEqualTo(1);
        assertThat(kinds(matter.lookups(), Kind.CELL)).isEqualTo(9);
        assertThat(matter.lookups()).containsAll(matter.keys());
    }

    @Test
    void neighboursAcrossASquaresEdgeFindEachOther() {
        Matter here = lamp().point(117.17999, 34.26).matter();
        Matter there = lamp().point(117.18001, 34.26).matter();
        List<BlockKey> squares =
                there.keys().stream().filter(key -> key.kind() == Kind.CELL).toList();
        assertThat(here.keys()).doesNotContainAnyElementsOf(squares);
        assertThat(here.lookups()).containsAll(squares);
    }

    @Test
    void oneEstateInTwoWritingsIsOnePlaceKey() {
        Matter one = lamp().matter();
        Matter other = Reported.on12345("gov.transport.street-light")
                .says("路灯坏了", "清枫花园小区门口的路灯坏了")
                .matter();
        assertThat(other.lookups().stream().filter(key -> key.kind() == Kind.PLACE))
                .anyMatch(one.keys()::contains);
    }

    @Test
    void pointsOfTwoDatumsAreBroughtTogether() {
        Spot gcj = Spot.of(new Point(117.1860, 34.2590, Point.Datum.GCJ02, null, null));
        Spot wgs = Spot.of(new Point(117.1803, 34.2601, Point.Datum.WGS84, null, null));
        assertThat(gcj).isNotNull();
        assertThat(wgs).isNotNull();
        assertThat(wgs.metresTo(gcj)).isLessThan(150);
    }

    @Test
    void anyTextHoweverStrangeIsRead() {
        Random random = new Random(7);
        String alphabet = "清枫花园路号12幢栋楼#区县市 ，。！?Ａ１abc苏C·\u0000\uD83D\uDE00\n组十百座公司";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Matter matter = Matter.of(text.toString(), text.reverse().toString(), Reported.NINE, null);
            assertThat(matter.sketch()).hasSize(Sketch.BYTES);
            assertThat(matter.keys()).hasSizeLessThanOrEqualTo(10);
            Judgement itself = new Judge(RepeatPolicies.shipped()).timeless(matter, matter);
            assertThat(itself).isNotNull();
        }
    }

    private static long kinds(List<BlockKey> keys, Kind kind) {
        return keys.stream().filter(key -> key.kind() == kind).count();
    }
}
