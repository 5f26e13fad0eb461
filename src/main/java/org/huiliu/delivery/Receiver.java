package org.huiliu.delivery;

import java.time.Duration;
import java.util.Set;

/**
 * The receiving system of a delivery.
 *
 * @param division the part of the country it answers for; empty for all
 * @param contract the published contract it implements, for example {@code receiver-district}
 * @param entitlement which personal data it may see: CONTACT, MEDICAL
 * @param timeout how long an attempt may take, from the look-up of its name to the last byte of the answer
 * @param access how the hub gets in
 * @param terms on which terms it is delivered to
 */
public record Receiver(
        String code,
        String name,
        String division,
        String baseUrl,
        String contract,
        Set<String> entitlement,
        Duration timeout,
        Access access,
        DeliveryTerms terms) {}
