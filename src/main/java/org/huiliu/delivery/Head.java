package org.huiliu.delivery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * How a request begins. It is frozen together with its body: a contract that is replaced meanwhile does not change what
 * was sent once.
 *
 * @param contract the contract that it keeps, with its version ({@code crm@3}); one of the hub's own without
 * @param path below the receiver's base URL, with its query
 * @param headers those that the contract asks for
 */
@RegisterForReflection
public record Head(String contract, String method, String path, Map<String, String> headers) {

    /** Nothing that is empty is written. */
    public Head {
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** Whether method and path follow from the kind and the case alone, so that they need not be kept. */
    public boolean usual() {
        return contract.indexOf('@') < 0;
    }

    /** Without its path and headers: they may hold a citizen's data. */
    @Override
    public String toString() {
        return "Head[" + method + " by " + contract + "]";
    }
}
