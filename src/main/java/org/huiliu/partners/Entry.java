package org.huiliu.partners;

import java.time.OffsetDateTime;

/**
 * What people edit, as it stands in the register.
 *
 * @param version grows with every edit; its ETag
 */
public record Entry<T>(T value, boolean enabled, int version, OffsetDateTime updatedAt) {}
