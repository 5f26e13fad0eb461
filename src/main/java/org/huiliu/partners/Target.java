package org.huiliu.partners;

import java.util.Set;

/**
 * A receiving system.
 *
 * @param role what rules look for: MUNICIPAL, DISTRICT, JUDICIAL, LINE
 * @param division the part of the country it answers for; empty for all
 * @param contract which published contract it implements: {@code receiver-municipal}, {@code receiver-district},
 *     {@code receiver-line}
 * @param entitlement which personal data it may see: CONTACT, MEDICAL
 * @param subscriptions what it wants to hear beyond the cases that it is given: WARNINGS
 * @param timeoutMillis how long an attempt may take
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
        int timeoutMillis) {

    /** Whether it has subscribed to warnings. */
    public boolean wantsWarnings() {
        return subscriptions.contains("WARNINGS");
    }
}
