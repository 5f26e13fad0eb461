package org.huiliu.cases.rest;

import java.util.regex.Pattern;
import org.huiliu.cases.Mask;
import org.huiliu.cases.Scope;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.security.Caller;
import org.huiliu.platform.security.Role;

/** What a caller may see of cases: which ones, and how much of each. */
record Reader(Scope scope, Mask mask) {
    private static final Pattern DIVISION = Pattern.compile("[1-9][0-9]{1,11}");

    /**
     * The reader that a token stands for.
     *
     * @throws Refused when its claims name nothing that could be read
     */
    static Reader of(Caller caller) {
        String division = caller.division();
        if (division != null && !DIVISION.matcher(division).matches()) {
            throw new Refused(Problem.of(ProblemType.FORBIDDEN, "The token's division is not a division code."));
        }
        if (caller.operator()) {
            return new Reader(new Scope.City(division), caller.is(Role.TRIAGE) ? Mask.TRIAGE : Mask.OTHERS);
        }
        if (caller.is(Role.PARTNER) && caller.agency() != null) {
            return new Reader(new Scope.Agency(caller.agency(), division), Mask.OTHERS);
        }
        if (caller.is(Role.TARGET) && caller.target() != null) {
            return new Reader(new Scope.Unit(caller.target()), Mask.OTHERS);
        }
        throw new Refused(Problem.of(ProblemType.FORBIDDEN, "The token names neither an agency nor a target."));
    }

    /** Whether it is an operator. */
    boolean inside() {
        return scope.fold(city -> true, agency -> false, unit -> false);
    }

    /** Who did something, as this reader is told: operators' names stay inside the hub. */
    String actor(String actor) {
        return inside() || !actor.startsWith("operator:") ? actor : "operator";
    }
}
