package org.huiliu.contracts;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.huiliu.platform.problem.Fault;

/** What became of a letter under a contract. */
public sealed interface Message {

    /** Reads it: exactly one of the functions is called. */
    <T> T fold(Function<Fit, T> fit, Function<Breach, T> breach);

    /**
     * A request that keeps the contract.
     *
     * @param path below the target's base URL, with its query
     * @param headers those that the contract's parameters ask for
     */
    record Fit(String method, String path, Map<String, String> headers, byte[] body) implements Message {
        @Override
        public <T> T fold(Function<Fit, T> fit, Function<Breach, T> breach) {
            return fit.apply(this);
        }

        /** Without its path and body: they hold a citizen's data. */
        @Override
        public String toString() {
            return "Fit[" + method + "]";
        }
    }

    /** It would break the contract at these spots: of the body, or {@code /parameters/<name>}. */
    record Breach(List<Fault> faults) implements Message {
        @Override
        public <T> T fold(Function<Fit, T> fit, Function<Breach, T> breach) {
            return breach.apply(this);
        }
    }
}
