package org.huiliu.contracts;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded contract as it stands in the hub. Its document and binding never change: what is better is a new version.
 *
 * @param version from 1
 * @param openapi the document as it was uploaded; absent in a list
 * @param binding how deliveries go into it; absent in a list
 * @param note what its author says of it
 * @param breaking whether it may break who kept the version that was published before it
 */
public record ContractVersion(
        String name,
        int version,
        State state,
        @Nullable String openapi,
        @Nullable Binding binding,
        @Nullable String note,
        boolean breaking,
        String author,
        OffsetDateTime createdAt,
        @Nullable String publishedBy,
        @Nullable OffsetDateTime publishedAt,
        @Nullable OffsetDateTime withdrawnAt) {

    /** Where a version stands. */
    public enum State {
        /** Uploaded and sound; no target is sent anything by it. */
        DRAFT,
        /** In force for targets that name it, and for those that name none of its versions while it is the newest. */
        PUBLISHED,
        /** No longer to be had; what was frozen under it is still sent. */
        WITHDRAWN
    }

    /** As targets and deliveries name it, {@code crm@3}. */
    public String reference() {
        return name + "@" + version;
    }
}
