package org.huiliu.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskTest {

    @Test
    void aMobileNumberKeepsItsFirstThreeAndLastFourDigits() {
        assertThat(Mask.phone("13800000001")).isEqualTo("138****0001");
    }

    @Test
    void aShortNumberKeepsItsLastTwoDigits() {
        assertThat(Mask.phone("83730001")).isEqualTo("****01");
        assertThat(Mask.phone("1")).isEqualTo("****1");
    }

    @Test
    void aNameKeepsItsSurname() {
        assertThat(Mask.name("张三")).isEqualTo("张*");
        assertThat(Mask.name("张小三")).isEqualTo("张**");
    }

    @Test
    void aSurnameOfTwoSignsStaysWhole() {
        assertThat(Mask.name("皇甫小明")).isEqualTo("皇甫**");
    }

    @Test
    void aNameOfTwoSignsThatLooksLikeASurnameKeepsOnlyTheFirst() {
        assertThat(Mask.name("司马")).isEqualTo("司*");
    }

    @Test
    void aSingleSignIsNotTheWholeName() {
        assertThat(Mask.name("张")).isEqualTo("张*");
    }
}
