package org.huiliu.model;

import org.jspecify.annotations.Nullable;

/**
 * A file that belongs to the matter, by reference.
 *
 * @param size bytes
 */
public record Attachment(
        String uri,
        @Nullable String type,
        @Nullable String sha256,
        @Nullable Long size) {}
