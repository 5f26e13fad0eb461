package org.huiliu.normalize;

import java.util.List;
import org.huiliu.platform.problem.Fault;

/** Carries a {@link Rejected} from the depth of a stage to {@link Normalizer}, which returns it. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Rejected rejected;

    private Refusal(Rejected rejected) {
        super(rejected.kind().name(), null, false, false);
        this.rejected = rejected;
    }

    static Refusal of(Rejected.Kind kind, List<Fault> faults) {
        return new Refusal(new Rejected(kind, faults));
    }

    static Refusal notParseable(String pointer, String code, String detail) {
        return of(Rejected.Kind.NOT_PARSEABLE, List.of(Fault.at(pointer, code, detail)));
    }

    Rejected rejected() {
        return rejected;
    }
}
