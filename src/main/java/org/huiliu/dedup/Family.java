package org.huiliu.dedup;

import java.util.List;
import org.huiliu.model.Domain;

/** Families of categories that one happening may be filed under by different lines; where reports are looked for. */
enum Family {
    MEDICAL("medical"),
    FIRE("fire", "disaster"),
    TRAFFIC("traffic", "legal.traffic"),
    UTILITY("gov.utility", "gov.utility-repair", "help.utility-danger"),
    ENVIRONMENT("gov.environment", "gov.urban-management"),
    TRANSPORT("gov.transport", "gov.public-security.parking"),
    HOUSING("gov.housing", "legal.property-service", "legal.housing"),
    LABOUR("gov.labour", "legal.labour"),
    MARKET("gov.market", "legal.consumer", "legal.contract"),
    ORDER("order", "crime", "mass-incident", "help", "police-clue"),
    OTHER;

    private final List<String> prefixes;

    Family(String... prefixes) {
        this.prefixes = List.of(prefixes);
    }

    static Family of(String code, Domain domain) {
        Family longest = OTHER;
        int length = 0;
        for (Family family : values()) {
            for (String prefix : family.prefixes) {
                if (prefix.length() > length && under(code, prefix)) {
                    longest = family;
                    length = prefix.length();
                }
            }
        }
        if (longest != OTHER) {
            return longest;
        }
        return domain == Domain.MEDICAL ? MEDICAL : domain == Domain.FIRE ? FIRE : OTHER;
    }

    /** Whether a code is a prefix's own or one below it. */
    static boolean under(String code, String prefix) {
        return code.startsWith(prefix) && (code.length() == prefix.length() || code.charAt(prefix.length()) == '.');
    }
}
