package org.huiliu.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The legal-service part of a matter.
 *
 * @param amount money in dispute, yuan
 */
public record Legal(
        @Nullable String serviceType,
        @Nullable String disputeType,
        @Nullable BigDecimal amount,
        @Nullable Boolean mediationWanted) {}
