package org.huiliu.partners.pg;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;
import org.huiliu.partners.Access;
import org.huiliu.partners.Entry;
import org.huiliu.partners.Target;
import org.huiliu.partners.Terms;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;

/** A target as Hibernate keeps it. */
@Entity
@Table(name = "target")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class TargetRow {
    @Id
    String code;

    String name;
    String agency;
    String role;
    String division;

    @Column(name = "base_url")
    String baseUrl;

    String contract;
    String[] entitlement;
    String[] subscriptions;
    boolean enabled;

    @Column(name = "timeout_ms")
    int timeoutMillis;

    @Nullable
    String terms;

    @Nullable
    String access;

    @Nullable
    String parent;

    @Version
    int version;

    @Column(name = "updated_at")
    OffsetDateTime updatedAt;

    void take(Target target, boolean on, OffsetDateTime at) {
        code = target.code();
        name = target.name();
        agency = target.agency();
        role = target.role();
        division = target.division();
        baseUrl = target.baseUrl();
        contract = target.contract();
        entitlement = new TreeSet<>(target.entitlement()).toArray(String[]::new);
        subscriptions = new TreeSet<>(target.subscriptions()).toArray(String[]::new);
        enabled = on;
        timeoutMillis = target.timeoutMillis();
        terms = HubJson.write(target.terms());
        access = HubJson.write(target.access());
        parent = target.parent();
        updatedAt = at;
    }

    Entry<Target> entry() {
        Target target = new Target(
                code,
                name,
                agency,
                role,
                division,
                baseUrl,
                contract,
                Set.of(entitlement),
                Set.of(subscriptions),
                timeoutMillis,
                terms(terms),
                access(access),
                parent);
        return new Entry<>(target, enabled, version, updatedAt);
    }

    static Terms terms(@Nullable String json) {
        return json == null ? Terms.USUAL : HubJson.read(json, Terms.class);
    }

    static Access access(@Nullable String json) {
        return json == null ? Access.USUAL : HubJson.read(json, Access.class);
    }
}
