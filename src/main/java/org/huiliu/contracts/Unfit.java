package org.huiliu.contracts;

import java.util.List;
import org.huiliu.platform.problem.Fault;

/** A document or a binding that cannot be used, and why. */
public final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    Unfit(List<Fault> faults) {
        super(faults.size() + " faults, the first at " + faults.get(0).pointer());
        this.faults = List.copyOf(faults);
    }

    Unfit(String pointer, String code, String detail) {
        this(List.of(Fault.at(pointer, code, detail)));
    }

    /** At least one. */
    public List<Fault> faults() {
        return faults;
    }
}
