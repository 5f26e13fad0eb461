package org.huiliu.normalize.divisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.huiliu.model.Place;
import org.huiliu.normalize.ResolvedDivision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The traps of Chinese place names, one by one. */
class TableDivisionResolverTest {

    private static final TableDivisionResolver RESOLVER = new TableDivisionResolver(DivisionTable.load());

    // codes

    @ParameterizedTest
    @CsvSource({
        "320302, 320302",
        "320302002, 320302002",
        "320302001002, 320302001002",
        "３２０３０２, 320302",
        "320302000000, 320302",
        "320302002000, 320302002",
    })
    void aKnownCodeIsBelieved(String sent, String code) {
        assertThat(byCode(sent)).contains(new ResolvedDivision(code, Place.ResolvedBy.CODE));
    }

    @ParameterizedTest
    @CsvSource({"320302002999, 320302002", "320302999, 320302", "320302999999, 320302"})
    void anUnknownCommunityOrStreetFallsToWhatIsKnownOfIt(String sent, String code) {
        assertThat(byCode(sent)).contains(new ResolvedDivision(code, Place.ResolvedBy.CODE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"320602", "999999", "320300", "3203", "32030", "鼓楼区", "", "0", "000000", "32030200x"})
    void anOldAForeignOrABrokenCodeSettlesNothing(String sent) {
        assertThat(byCode(sent)).isEmpty();
    }

    @Test
    void anOldCodeIsSettledByTheAddress() {
        assertThat(resolve("320602", "南通市崇川区文峰街道某小区", null)).contains("320613008");
    }

    @Test
    void anAddressMakesACodeMorePrecise() {
        assertThat(RESOLVER.resolve("320613", List.of("文峰街道某小区12幢"), null))
                .contains(new ResolvedDivision("320613008", Place.ResolvedBy.ADDRESS));
    }

    @Test
    void anAddressDoesNotOverruleACode() {
        assertThat(RESOLVER.resolve("320302", List.of("南京市鼓楼区华侨路街道"), null))
                .contains(new ResolvedDivision("320302", Place.ResolvedBy.CODE));
        assertThat(resolve("320302", "高桥镇某村", null)).contains("320302");
    }

    @Test
    void aCityCodeNarrowsTheAddress() {
        assertThat(resolve("320300", "鼓楼区某路12号", null)).contains("320302");
        assertThat(resolve("320300", "南京市鼓楼区", null)).isEmpty();
    }

    // the four 鼓楼区

    @Test
    void aNameThatFourCountiesShareSettlesNothing() {
        assertThat(resolve(null, "鼓楼区某路12号", null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "江苏省徐州市鼓楼区, 320302",
        "徐州市鼓楼区某路, 320302",
        "徐州鼓楼区某路, 320302",
        "江苏南京鼓楼区某路, 320106",
        "福建省福州市鼓楼区, 350102",
        "开封市鼓楼区某路, 410204",
        "鼓楼区丰财街道某小区, 320302002",
        "鼓楼丰财街道某小区, 320302002",
        "鼓楼区华侨路街道, 320106",
    })
    void whatStandsAroundTheNameTellsWhichOneIsMeant(String address, String begin) {
        assertThat(resolve(null, address, null))
                .hasValueSatisfying(code -> assertThat(code).startsWith(begin));
    }

    @Test
    void aProvinceWithTwoOfThemSettlesNothing() {
        assertThat(resolve(null, "江苏省鼓楼区某路", null)).isEmpty();
    }

    @Test
    void theFeedsCityTellsWhichOneIsMeant() {
        assertThat(resolve(null, "鼓楼区某路12号", "3203")).contains("320302");
        assertThat(resolve(null, "鼓楼区某路12号", "320302")).contains("320302");
    }

    @Test
    void anAddressThatNamesAnotherCityLeadsOutOfTheFeedsCity() {
        assertThat(resolve(null, "南京市鼓楼区某路12号", "3203")).contains("320106");
    }

    @Test
    void aStreetOfAnotherCityContradictsTheFeedsCity() {
        assertThat(resolve(null, "鼓楼区华侨路街道某路", "3203")).isEmpty();
    }

    @Test
    void twoCountiesInOneAddressSettleNothing() {
        assertThat(resolve(null, "从南京市鼓楼区到徐州市鼓楼区", null)).isEmpty();
    }

    // streets

    @Test
    void aStreetNameThatSeveralCountiesShareSettlesNothing() {
        assertThat(resolve(null, "高桥镇某村3组", null)).isEmpty();
        assertThat(resolve(null, "城关镇某街", null)).isEmpty();
    }

    /** 雄州镇 is in one county of today's table, and was a town of Nanjing when many addresses were written. */
    @Test
    void aMereStreetNameSettlesNothingUnlessSomethingNarrowsIt() {
        assertThat(resolve(null, "雄州镇园林东路18号", null)).isEmpty();
        assertThat(resolve(null, "文峰街道（崇川区）某小区", null)).contains("320613008");
        assertThat(resolve(null, "泉塘街道某小区", "4301")).contains("430121002");
    }

    @Test
    void aStreetNameIsNarrowedByTheCounty() {
        assertThat(resolve(null, "高桥镇某村3组", "330203")).contains("330203100");
        assertThat(resolve(null, "海曙区高桥镇某村3组", null)).contains("330203100");
        assertThat(resolve(null, "宁波市高桥镇某村3组", null)).contains("330203100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "崇川区文峰街道某小区",
                "崇川区文峰街道办事处某小区",
                "崇川区文峰街道办某小区",
                "崇川区文峰街办某小区",
                "崇川区文峰办事处某小区",
                "崇川区 文峰 某小区12幢",
                "崇川文峰街道某小区",
                "南通市，崇川区，文峰街道，某小区",
                "江苏省南通市崇川区（文峰街道）某小区",
                "南通市文峰街道某小区",
                "本市崇川区文峰街道",
                "家住崇川区文峰街道某小区",
                "崇川區文峰街道某小區",
                "江蘇省南通市崇川區文峰街道",
            })
    void theUsualWaysToWriteAStreetAreRead(String address) {
        assertThat(resolve(null, address, null)).contains("320613008");
    }

    @ParameterizedTest
    @ValueSource(strings = {"崇川区文峰路88号", "崇川区文峰公园", "崇川区文峰大厦", "崇川区文峰街道路面破损"})
    void aRoadOrAShopIsNotTheStreetOfItsName(String address) {
        assertThat(resolve(null, address, null)).contains("320613");
    }

    @Test
    void anEastGateIsNotTheStreetOfThatName() {
        assertThat(resolve(null, "江西省贵溪市 东门", null)).contains("360681");
        assertThat(resolve(null, "江西省贵溪市东门街道", null)).contains("360681003");
        assertThat(resolve(null, "碑林区,长安路,某小区", null)).contains("610103");
    }

    @Test
    void twoStreetsOfOneCountyLeaveTheCounty() {
        assertThat(resolve(null, "徐州市鼓楼区丰财街道与九里街道交界处", null)).contains("320302");
        assertThat(resolve(null, "开平区开平", "130205")).contains("130205");
    }

    // communities

    @ParameterizedTest
    @ValueSource(strings = {"徐州市鼓楼区黄楼街道万通社区", "鼓楼区黄楼街道万通社区居委会3号楼", "徐州市鼓楼区万通社区"})
    void aCommunityIsReadBehindItsStreetOrCounty(String address) {
        assertThat(resolve(null, address, null)).contains("320302001002");
    }

    @Test
    void aCommunityAloneSettlesNothing() {
        assertThat(resolve(null, "万通社区3号楼", null)).isEmpty();
        assertThat(resolve("320302", "万通社区3号楼", null)).contains("320302001002");
    }

    // words that only look like names

    @ParameterizedTest
    @ValueSource(
            strings = {
                "某小区东区3号楼",
                "某某花园西区",
                "城南某小区",
                "物流园区2号库",
                "主城区积水",
                "城区大道",
                "新华街道路口",
                "中山路12号",
                "朝阳菜市场",
                "某小区12幢",
                "１２幢３０１",
                "不知道在哪里"
            })
    void anEverydayWordSettlesNothing(String address) {
        assertThat(resolve(null, address, null)).isEmpty();
        assertThat(resolve(null, address, "5104")).isEmpty();
    }

    // several addresses

    @Test
    void theFirstAddressDecidesAndTheSecondOnlyHelps() {
        assertThat(RESOLVER.resolve(null, List.of("某小区12幢", "徐州市鼓楼区丰财街道"), null))
                .map(ResolvedDivision::code)
                .contains("320302002");
        assertThat(RESOLVER.resolve(null, List.of("崇川区文峰街道", "徐州市鼓楼区丰财街道"), null))
                .map(ResolvedDivision::code)
                .contains("320613008");
        assertThat(RESOLVER.resolve(null, List.of("鼓楼区某路", "徐州市鼓楼区丰财街道"), null))
                .as("the caller's street is not the incident's")
                .map(ResolvedDivision::code)
                .contains("320302");
        assertThat(RESOLVER.resolve(null, List.of("鼓楼区某路", "崇川区文峰街道"), null)).isEmpty();
    }

    @Test
    void noAddressAndNoCodeSettleNothing() {
        assertThat(RESOLVER.resolve(null, List.of(), null)).isEmpty();
        assertThat(RESOLVER.resolve(null, List.of(""), "320302")).isEmpty();
    }

    private static Optional<ResolvedDivision> byCode(String code) {
        return RESOLVER.resolve(code, List.of(), null);
    }

    private static Optional<String> resolve(@Nullable String code, String address, @Nullable String within) {
        return RESOLVER.resolve(code, List.of(address), within).map(ResolvedDivision::code);
    }
}
