package org.huiliu.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When cases about one subject make a common problem. */
class WarningRuleTest {
    private static final OffsetDateTime MONDAY = OffsetDateTime.parse("2026-01-05T09:00:00+08:00");
    private static final WarningRule WEEK = rule("estate", List.of(), 3, "P7D");
    private static final WarningRule HOUSING = rule("housing", List.of("gov.housing"), 3, "P30D");

    @Test
    void threeMattersWithinAWeekTip() {
        assertThat(tipped(WEEK, on(0), on(3), on(7))).isEqualTo(3);
    }

    @Test
    void twoDoNotAndNeitherDoThreeThatAreTooFarApart() {
        assertThat(tipped(WEEK, on(0), on(3))).isZero();
        assertThat(tipped(WEEK, on(0), on(3), on(8))).isZero();
    }

    @Test
    void itIsTheDistanceBetweenThemThatCountsAndNotTheWeekInWhichTheyAreWeighed() {
        assertThat(tipped(WEEK, on(-300), on(0), on(3), on(5))).isEqualTo(3);
    }

    @Test
    void theOrderInWhichTheyComeDoesNotMatter() {
        assertThat(tipped(WEEK, on(5), on(0), on(3))).isEqualTo(3);
    }

    @Test
    void whatFollowsWithinTheWindowIsInTheListToo() {
        assertThat(tipped(WEEK, on(0), on(1), on(2), on(8), on(20))).isEqualTo(4);
    }

    @Test
    void aRuleCountsOnlyItsCategoriesAndThoseBelowThem() {
        assertThat(HOUSING.counts("gov.housing")).isTrue();
        assertThat(HOUSING.counts("gov.housing.repair")).isTrue();
        assertThat(HOUSING.counts("gov.housings")).isFalse();
        assertThat(tipped(HOUSING, on(0, "gov.housing"), on(1, "gov.housing.repair"), on(2, "gov.labour")))
                .isZero();
    }

    @Test
    void theFirstRuleThatTipsRaisesTheWarning() {
        List<SubjectCase> cases = List.of(on(0, "gov.housing"), on(10, "gov.housing"), on(20, "gov.housing"));
        assertThat(Weighing.tipped(List.of(WEEK, HOUSING), cases))
                .hasValueSatisfying(found -> assertThat(found.rule()).isEqualTo(HOUSING));
        assertThat(Weighing.tipped(List.of(WEEK), cases)).isEmpty();
    }

    @Test
    void aFurtherCaseJoinsWhileItIsWithinTheWindowOfTheLastOne() {
        assertThat(joining(on(9), on(15), on(30))).isEqualTo(2);
        assertThat(joining(on(-6))).isEqualTo(1);
        assertThat(joining(on(11))).isZero();
    }

    @Test
    void theDivisionOfAWarningHoldsAllItsCases() {
        assertThat(Weighing.common(List.of("320302002005", "320302002007"))).isEqualTo("320302002");
        assertThat(Weighing.common(List.of("320302002", "320302"))).isEqualTo("320302");
        assertThat(Weighing.common(List.of("320302", "320303"))).isEqualTo("3203");
        assertThat(Weighing.common(List.of("320302", "330203"))).isEmpty();
        List<@Nullable String> withNone = new ArrayList<>(List.of("320302"));
        withNone.add(nowhere());
        assertThat(Weighing.common(withNone)).isEmpty();
        assertThat(Weighing.common(List.of("", "320302"))).isEmpty();
    }

    @Test
    void anEstateBelongsToItsCountyAndAFirmToItsCity() {
        assertThat(Subject.at(Subject.Kind.ESTATE, "云栖花园", "320302002").area()).isEqualTo("320302");
        assertThat(Subject.at(Subject.Kind.FIRM, "晴川", "320302002").area()).isEqualTo("3203");
        assertThat(Subject.at(Subject.Kind.FIRM, "晴川", null).area()).isEmpty();
    }

    @Test
    void whatIsWrongWithARuleIsSaidWithItsPlace() {
        WarningRule wrong = new WarningRule("A b", " ", Subject.Kind.FIRM, List.of("gov", "gov..x"), 1, "P1M", true);
        assertThat(wrong.faults())
                .extracting(Fault::pointer)
                .containsExactly("/name", "/zh", "/categories/1", "/cases", "/window");
        assertThat(WEEK.faults()).isEmpty();
        assertThat(rule("long", List.of(), 3, "P367D").faults()).hasSize(1);
    }

    private static WarningRule rule(String name, List<String> categories, int cases, String window) {
        return new WarningRule(name, "规则", Subject.Kind.ESTATE, categories, cases, window, true);
    }

    private static @Nullable String nowhere() {
        return null;
    }

    private static SubjectCase on(int day) {
        return on(day, "gov.other");
    }

    private static SubjectCase on(int day, String category) {
        return new SubjectCase(UUID.randomUUID(), "云栖花园", MONDAY.plusDays(day), category, "320302");
    }

    private static int tipped(WarningRule rule, SubjectCase... cases) {
        return rule.tipped(List.of(cases)).map(List::size).orElse(0);
    }

    /** How many join a warning whose cases lie on the days 0 to 3. */
    private static int joining(SubjectCase... cases) {
        return Weighing.joining(List.of(WEEK), MONDAY, MONDAY.plusDays(3), new ArrayList<>(List.of(cases)))
                .size();
    }
}
