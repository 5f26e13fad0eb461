package org.huiliu.partners.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.partners.Terms;
import org.jspecify.annotations.Nullable;

/** The terms of a target as an operator writes them; what is left out takes its usual value. */
@RegisterForReflection
@Schema(name = "TermsEdit")
record TermsEdit(
        @Schema(defaultValue = "8", description = "Requests under way at once, over all pods.") @Nullable
        Integer inFlight,

        @Schema(description = "Requests begun in a second, over all pods; left out for no limit.") @Nullable
        Integer perSecond,

        @Schema(defaultValue = "60", description = "After an outage the limits grow back over this long.") @Nullable
        Integer rampUpSeconds,

        @Nullable RetryEdit retry,

        @Schema(defaultValue = "PARK") Terms.@Nullable OnRefusal onRefusal) {

    /** Pauses between attempts. */
    @RegisterForReflection
    @Schema(name = "RetryEdit")
    record RetryEdit(
            @Schema(defaultValue = "1000") @Nullable Integer baseMillis,
            @Schema(defaultValue = "600") @Nullable Integer capSeconds,
            @Schema(defaultValue = "72") @Nullable Integer maxAgeHours) {

        Terms.Retry retry() {
            Terms.Retry usual = Terms.USUAL.retry();
            return new Terms.Retry(
                    or(baseMillis, usual.baseMillis()),
                    or(capSeconds, usual.capSeconds()),
                    or(maxAgeHours, usual.maxAgeHours()));
        }
    }

    Terms terms() {
        Terms usual = Terms.USUAL;
        return new Terms(
                or(inFlight, usual.inFlight()),
                perSecond,
                or(rampUpSeconds, usual.rampUpSeconds()),
                retry == null ? usual.retry() : retry.retry(),
                onRefusal == null ? usual.onRefusal() : onRefusal);
    }

    private static int or(@Nullable Integer value, int usual) {
        return value == null ? usual : value;
    }
}
