package org.huiliu.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

/** Which estate or firm a report names. */
class AboutTest {
    @Test
    void anEstateIsOneWithAndWithoutItsEnding() {
        assertThat(said("云栖雅苑小区电梯停运", "")).containsExactly("ESTATE 云栖雅苑 云栖雅苑小区");
        assertThat(said("云栖雅苑路灯不亮", "")).containsExactly("ESTATE 云栖雅苑 云栖雅苑");
        assertThat(said("云栖雅苑停水两天", "")).containsExactly("ESTATE 云栖雅苑 云栖雅苑");
    }

    @Test
    void aFirmIsNamedInFull() {
        assertThat(said("反映晴岚物业公司乱收停车费", "")).containsExactly("FIRM 晴岚 晴岚物业公司");
        assertThat(said("晴岚物业服务有限公司乱收停车费", "")).containsExactly("FIRM 晴岚 晴岚物业服务有限公司");
        assertThat(said("晴岚物业乱收停车费", "")).containsExactly("FIRM 晴岚 晴岚物业");
    }

    @Test
    void theTextIsReadWhenTheTitleNamesNone() {
        assertThat(said("电梯停运", "家住云栖雅苑3栋,电梯停运一周")).containsExactly("ESTATE 云栖雅苑 云栖雅苑");
        assertThat(said("云栖雅苑电梯停运", "旁边的望岚花园没有这个问题")).containsExactly("ESTATE 云栖雅苑 云栖雅苑");
    }

    @Test
    void aRoadOrACommunityIsNeither() {
        assertThat(said("晴岚路路灯不亮", "")).isEmpty();
        assertThat(said("晴岚社区办事窗口午休无人", "")).isEmpty();
    }

    private static String[] said(String title, String text) {
        return Matter.of(title, text, OffsetDateTime.parse("2026-01-05T09:00:00+08:00"), null).about().stream()
                .map(one -> one.kind() + " " + one.name() + " " + one.said())
                .toArray(String[]::new);
    }
}
