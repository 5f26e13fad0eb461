package org.huiliu.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What address fields say of being one place; all places are invented. */
class AddressTest {

    @Test
    void anotherEstateOrRoadIsElsewhereAndTheStreetOfficeInFrontSaysNothing() {
        assertThat(at("丰财街道松柏桦苑小区12幢").elsewhere(at("丰财街道榆槐枫苑小区12幢"))).isTrue();
        assertThat(at("丰财街道松柏路12号").elsewhere(at("丰财街道榆槐路12号"))).isTrue();
        assertThat(at("丰财街道松柏路12号").elsewhere(at("丰财街道松柏路98号"))).isFalse();
        assertThat(at("松柏桦苑小区").elsewhere(at("松柏路"))).isFalse();
        assertThat(at("").elsewhere(at("松柏路"))).isFalse();
    }

    @Test
    void aNameThatDiffersInOneCharacterMayBeMisheard() {
        Address said = at("锦绣澜湾小区3幢");
        assertThat(said.elsewhere(at("锦绣南湾小区3幢")) && !said.misheard(at("锦绣南湾小区3幢")))
                .isFalse();
        assertThat(said.misheard(at("梧桐映月小区3幢"))).isFalse();
    }

    @Test
    void aHouseOnARoadIsNoBuilding() {
        assertThat(at("松柏路12号").houses()).containsExactly("12");
        assertThat(at("松柏路12号楼").houses()).isEmpty();
        assertThat(at("松柏路12号楼").marks().buildings()).containsExactly("12栋");
    }

    private static Address at(String address) {
        return Address.of(address);
    }
}
