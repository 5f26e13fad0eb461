package org.huiliu.platform.security;

import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the verified token says. A claim that is absent grants nothing, with one exception: an operator without
 * a division is an operator of the whole city.
 *
 * @param name client id of a system, user name of a person; goes into the audit
 * @param roles see {@link Role}
 * @param feed the only feed it may send
 * @param target the only target it may answer for
 * @param agency the agency it reads for
 * @param division prefix of the divisions that it may see
 */
public record Caller(
        String name,
        Set<String> roles,
        @Nullable String feed,
        @Nullable String target,
        @Nullable String agency,
        @Nullable String division) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Whether it has the role. */
    public boolean is(String role) {
        return roles.contains(role);
    }

    /** Whether it may send reports of a feed and ask after them. */
    public boolean mayFeed(String code) {
        return is(Role.FEED) && code.equals(feed);
    }

    /** Whether it may answer for a target. */
    public boolean mayAnswerFor(String code) {
        return is(Role.TARGET) && code.equals(target);
    }

    /** Whether a person who operates the hub calls. */
    public boolean operator() {
        return !Collections.disjoint(roles, Role.OPERATORS);
    }

    /** How events and audit name it: {@code feed:110}, {@code target:municipal}, {@code operator:li}, {@code partner:x}. */
    public String actor() {
        if (operator()) {
            return "operator:" + name;
        }
        if (is(Role.TARGET) && target != null) {
            return "target:" + target;
        }
        if (is(Role.FEED) && feed != null) {
            return "feed:" + feed;
        }
        return "partner:" + name;
    }
}
