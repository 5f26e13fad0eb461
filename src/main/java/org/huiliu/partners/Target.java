package org.huiliu.partners;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A receiving system.
 *
 * @param role what rules look for: MUNICIPAL, DISTRICT, JUDICIAL; {@code LINE-<feed>} takes cases over for that line
 * @param division the part of the country it answers for; empty for all
 * @param contract which contract it implements: {@code receiver-municipal}, {@code receiver-district}, {@code
 *     receiver-line}, or an uploaded one, {@code crm} (its newest published version) or {@code crm@2}
 * @param entitlement which personal data it may see: CONTACT, MEDICAL
 * @param subscriptions what it wants to hear beyond the cases that it is given: WARNINGS
 * @param timeoutMillis how long an attempt may take
 * @param terms on which terms it is delivered to
 * @param access how the hub gets in
 * @param parent the target that takes what is beyond this one's authority; null: the one of its role a division up
 */
public record Target(
        String code,
        String name,
        String agency,
        String role,
        String division,
        String baseUrl,
        String contract,
        Set<String> entitlement,
        Set<String> subscriptions,
        int timeoutMillis,
        Terms terms,
        Access access,
        @Nullable String parent) {

    /** Whether it has subscribed to warnings. */
    public boolean wantsWarnings() {
        return subscriptions.contains("WARNINGS");
    }
}
