package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.huiliu.partners.Access;
import org.huiliu.partners.Target;
import org.huiliu.partners.Targets;
import org.huiliu.partners.Terms;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetUnitsTest {
    private final TargetUnits units = new TargetUnits(new Targets(List.of(
            target("street", "JUDICIAL", "320302007", null),
            target("other-street", "JUDICIAL", "320302008", "bureau"),
            target("lost-street", "JUDICIAL", "320302009", "disabled"),
            target("county", "JUDICIAL", "320302", null),
            target("city", "JUDICIAL", "", null),
            target("bureau", "MUNICIPAL", "", null))));

    @Test
    void aboveAUnitIsTheOneOfItsRoleADivisionUp() {
        assertThat(units.parent("street")).contains("county");
        assertThat(units.parent("county")).contains("city");
        assertThat(units.parent("city")).isEmpty();
    }

    @Test
    void aUnitThatNamesWhoIsAboveItMeansThat() {
        assertThat(units.parent("other-street")).contains("bureau");
    }

    @Test
    void whoeverIsNotThereIsNotAboveAnybody() {
        assertThat(units.parent("lost-street")).isEmpty();
        assertThat(units.parent("nobody")).isEmpty();
    }

    private static Target target(String code, String role, String division, @Nullable String parent) {
        return new Target(
                code,
                code,
                code,
                role,
                division,
                "http://localhost",
                "receiver-district",
                Set.of(),
                Set.of(),
                1000,
                Terms.USUAL,
                Access.USUAL,
                parent);
    }
}
