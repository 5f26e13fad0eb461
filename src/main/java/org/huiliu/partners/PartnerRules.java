package org.huiliu.partners;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.huiliu.platform.problem.Fault;

/** What an agency, a target or a feed must look like. Each method gives the spots that are wrong. */
public final class PartnerRules {
    /** The published contracts that a target may implement. */
    public static final List<String> CONTRACTS = List.of("receiver-district", "receiver-line", "receiver-municipal");
    /** The personal data that a target may be entitled to. */
    public static final List<String> ENTITLEMENTS = List.of("CONTACT", "MEDICAL");

    /** What a target may subscribe to. */
    public static final List<String> SUBSCRIPTIONS = List.of("WARNINGS");

    private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    /** As operators upload them, {@code crm} or {@code crm@2}; whether there is one is asked when the target is saved. */
    private static final Pattern UPLOADED = Pattern.compile("(?!receiver-)[a-z][a-z0-9-]{1,62}(@[1-9][0-9]{0,8})?");

    private static final Pattern ROLE = Pattern.compile("[A-Z][A-Z_]{0,31}|LINE-[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern DIVISION = Pattern.compile("|[1-9][0-9]{1,11}");
    private static final int LONGEST_NAME = 100;
    private static final int SHORTEST_TIMEOUT = 100;
    private static final int LONGEST_TIMEOUT = 60_000;

    private PartnerRules() {}

    /** The faults of a target, without the question whether its agency exists. */
    public static List<Fault> faults(Target target) {
        List<Fault> faults = new ArrayList<>();
        code(faults, target.code());
        name(faults, target.name());
        matches(faults, CODE, "/agency", target.agency(), "lower-case letters, digits and hyphens");
        matches(
                faults,
                ROLE,
                "/role",
                target.role(),
                "capitals and underscores, for example DISTRICT, or LINE- and a feed");
        division(faults, target.division());
        if (!CONTRACTS.contains(target.contract())
                && !UPLOADED.matcher(target.contract()).matches()) {
            faults.add(new Fault(
                    "/contract", "enum", "Neither one of these nor the name of an uploaded contract.", CONTRACTS));
        }
        entitlement(faults, target.entitlement());
        subscriptions(faults, target);
        faults.addAll(AccessRules.faults(target.baseUrl(), target.access()));
        if (target.timeoutMillis() < SHORTEST_TIMEOUT || target.timeoutMillis() > LONGEST_TIMEOUT) {
            faults.add(Fault.at("/timeoutMillis", "range", "From 100 to 60000 milliseconds."));
        }
        terms(faults, target.terms());
        return faults;
    }

    /** The faults of an agency. */
    public static List<Fault> faults(Agency agency) {
        List<Fault> faults = new ArrayList<>();
        code(faults, agency.code());
        name(faults, agency.name());
        division(faults, agency.division());
        return faults;
    }

    /** The faults of a feed. */
    public static List<Fault> faults(Feed feed) {
        List<Fault> faults = new ArrayList<>();
        code(faults, feed.code());
        return faults;
    }

    private static void terms(List<Fault> faults, Terms terms) {
        between(faults, "/terms/inFlight", terms.inFlight(), 1, 256);
        if (terms.perSecond() != null) {
            between(faults, "/terms/perSecond", terms.perSecond(), 1, 10_000);
        }
        between(faults, "/terms/rampUpSeconds", terms.rampUpSeconds(), 0, 3600);
        between(faults, "/terms/retry/baseMillis", terms.retry().baseMillis(), 10, 3_600_000);
        between(faults, "/terms/retry/capSeconds", terms.retry().capSeconds(), 1, 86_400);
        between(faults, "/terms/retry/maxAgeHours", terms.retry().maxAgeHours(), 1, 24 * 90);
    }

    private static void between(List<Fault> faults, String pointer, int value, int least, int most) {
        if (value < least || value > most) {
            faults.add(Fault.at(pointer, "range", "From " + least + " to " + most + "."));
        }
    }

    private static void code(List<Fault> faults, String value) {
        matches(faults, CODE, "/code", value, "lower-case letters, digits and hyphens");
    }

    private static void name(List<Fault> faults, String value) {
        if (value.isBlank() || value.length() > LONGEST_NAME) {
            faults.add(Fault.at("/name", "length", "From 1 to " + LONGEST_NAME + " characters."));
        }
    }

    private static void division(List<Fault> faults, String value) {
        matches(faults, DIVISION, "/division", value, "empty for all, or 2 to 12 digits");
    }

    private static void entitlement(List<Fault> faults, Set<String> values) {
        if (!ENTITLEMENTS.containsAll(values)) {
            faults.add(new Fault("/entitlement", "enum", "Not one of the values that are allowed.", ENTITLEMENTS));
        }
    }

    private static void subscriptions(List<Fault> faults, Target target) {
        if (!SUBSCRIPTIONS.containsAll(target.subscriptions())) {
            faults.add(new Fault("/subscriptions", "enum", "Not one of the values that are allowed.", SUBSCRIPTIONS));
        } else if (target.wantsWarnings() && target.contract().equals("receiver-line")) {
            faults.add(Fault.at("/subscriptions", "contract", "The contract receiver-line takes no warnings."));
        }
    }

    private static void matches(List<Fault> faults, Pattern pattern, String pointer, String value, String words) {
        if (!pattern.matcher(value).matches()) {
            faults.add(Fault.at(pointer, value.isEmpty() ? "required" : "pattern", words + "."));
        }
    }
}
