package org.huiliu.contracts;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.huiliu.model.DeliveryKind;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries go into the operations of a contract, and what its answers mean. All expressions are JSLT; those of a call
 * see the letter, which is what a receiver of the hub's own contract would be sent ({@code receiver-municipal} for cases
 * and warnings, {@code receiver-line} for answers), already without what the target may not see.
 *
 * @param calls by kind; cases need CREATE, UPDATE and RECALL, a line needs ANSWER
 * @param answer how answers are read, unless a call says otherwise
 * @param byAccess required parameters that the target's access adds when it signs, so that no call need give them
 */
@RegisterForReflection
public record Binding(
        Map<DeliveryKind, Call> calls, @Nullable Answer answer, List<String> byAccess) {

    /** What is left out is empty. */
    public Binding {
        calls = calls == null ? Map.of() : Map.copyOf(calls);
        byAccess = byAccess == null ? List.of() : List.copyOf(byAccess);
    }

    /**
     * The call for one kind of delivery.
     *
     * @param operation an operationId, or {@code POST /path} where the document has none
     * @param parameters of path, query and header by name: the expression that gives the value
     * @param body the expression that makes the body; absent: the letter as it is
     * @param answer how its answers are read
     */
    @RegisterForReflection
    public record Call(
            String operation,
            Map<String, String> parameters,
            @Nullable String body,
            @Nullable Answer answer) {

        /** What is left out is empty. */
        public Call {
            operation = operation == null ? "" : operation;
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        }
    }

    /**
     * How an answer's body is read. Where {@code taken} is given, the body decides and not the status alone: a 200 that
     * is neither taken, had nor busy is a refusal.
     *
     * @param receivedAs gives the receiver's own number
     * @param reason gives the code of a refusal
     * @param taken is true when a 2xx means that the delivery was taken
     * @param had is true when a 2xx means that it was here before
     * @param busy is true when a 2xx means that it should be sent again later
     */
    @RegisterForReflection
    public record Answer(
            @Nullable String receivedAs,
            @Nullable String reason,
            @Nullable String taken,
            @Nullable String had,
            @Nullable String busy) {

        static final Answer NONE = new Answer(null, null, null, null, null);
    }
}
