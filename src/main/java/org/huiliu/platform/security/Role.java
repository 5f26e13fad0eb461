package org.huiliu.platform.security;

import java.util.Set;

/** The words of the token's claim {@code roles}. */
public final class Role {
    /** A line that sends its own reports. */
    public static final String FEED = "feed";
    /** A receiving system that answers for what it was sent. */
    public static final String TARGET = "target";
    /** A partner agency that reads within its reach. */
    public static final String PARTNER = "partner";
    /** An operator who decides about cases. */
    public static final String TRIAGE = "triage";
    /** An operator who writes routing rules. */
    public static final String RULE_AUTHOR = "rule-author";
    /** An operator who approves them, never their own. */
    public static final String RULE_APPROVER = "rule-approver";
    /** An operator who keeps agencies, targets and feeds. */
    public static final String ADMIN = "admin";

    /** The roles of people who operate the hub. */
    static final Set<String> OPERATORS = Set.of(TRIAGE, RULE_AUTHOR, RULE_APPROVER, ADMIN);

    private Role() {}
}
