package org.huiliu.partners.pg;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import org.huiliu.partners.Entry;
import org.huiliu.partners.Feed;

/** A feed as Hibernate keeps it. */
@Entity
@Table(name = "feed")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class FeedRow {
    @Id
    String code;

    boolean enabled;

    @Version
    int version;

    @Column(name = "updated_at")
    OffsetDateTime updatedAt;

    void take(Feed feed, OffsetDateTime at) {
        code = feed.code();
        enabled = feed.enabled();
        updatedAt = at;
    }

    Entry<Feed> entry() {
        return new Entry<>(new Feed(code, enabled), enabled, version, updatedAt);
    }
}
