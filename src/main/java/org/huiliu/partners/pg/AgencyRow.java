package org.huiliu.partners.pg;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.huiliu.partners.Agency;
import org.huiliu.partners.Entry;

/** An agency as Hibernate keeps it. */
@Entity
@Table(name = "agency")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class AgencyRow {
    @Id
    String code;

    String name;
    String division;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    Agency.Reach reach;

    @Version
    int version;

    @Column(name = "updated_at")
    OffsetDateTime updatedAt;

    void take(Agency agency, OffsetDateTime at) {
        code = agency.code();
        name = agency.name();
        division = agency.division();
        reach = agency.reach();
        updatedAt = at;
    }

    Entry<Agency> entry() {
        return new Entry<>(new Agency(code, name, division, reach), true, version, updatedAt);
    }
}
