package org.huiliu.contracts;

import java.util.function.Function;
import org.huiliu.platform.problem.Problem;

/** What became of an operator's word about a contract. */
public sealed interface ContractEdit {

    /** Reads it: exactly one of the functions is called. */
    <T> T fold(Function<Done, T> done, Function<Refused, T> refused);

    /** It stands so now; a head. */
    record Done(ContractVersion version) implements ContractEdit {
        @Override
        public <T> T fold(Function<Done, T> done, Function<Refused, T> refused) {
            return done.apply(this);
        }
    }

    /** Nothing was changed. */
    record Refused(Problem problem) implements ContractEdit {
        @Override
        public <T> T fold(Function<Done, T> done, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
