package org.huiliu.pipeline;

import java.util.Optional;
import org.huiliu.partners.Target;
import org.huiliu.partners.Targets;
import org.huiliu.routing.Units;
import org.jspecify.annotations.Nullable;

/** The enabled targets, as the rules look for them. */
record TargetUnits(Targets targets) implements Units {

    @Override
    public boolean known(String target) {
        return targets.target(target).isPresent();
    }

    @Override
    public Optional<String> responsible(String role, @Nullable String division, int mostDigits) {
        return targets.responsible(role, division, mostDigits).map(Target::code);
    }

    @Override
    public Optional<String> parent(String target) {
        return targets.target(target).flatMap(this::above);
    }

    private Optional<String> above(Target unit) {
        if (unit.parent() != null) {
            return Optional.of(unit.parent()).filter(this::known);
        }
        return unit.division().isEmpty()
                ? Optional.empty()
                : responsible(unit.role(), unit.division(), unit.division().length() - 1);
    }
}
