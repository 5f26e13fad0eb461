package org.huiliu.normalize;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.huiliu.model.Place;
import org.jspecify.annotations.Nullable;

/** Believes a well-formed code and no address: the resolver of a hub without division tables. */
@DefaultBean
@ApplicationScoped
class WellFormedCodes implements DivisionResolver {
    private static final Pattern WELL_FORMED = Pattern.compile("[1-9]\\d{5}(?:\\d{3}(?:\\d{3})?)?");

    @Override
    public Optional<ResolvedDivision> resolve(
            @Nullable String code, List<String> addressTexts, @Nullable String within) {
        return code != null && WELL_FORMED.matcher(code).matches()
                ? Optional.of(new ResolvedDivision(code, Place.ResolvedBy.CODE))
                : Optional.empty();
    }

    @Override
    public Optional<String> name(String code) {
        return Optional.of(code).filter(one -> WELL_FORMED.matcher(one).matches());
    }
}
