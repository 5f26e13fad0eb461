package org.huiliu.delivery;

/**
 * What is sent, true to the receiver's contract.
 *
 * @param body JSON in UTF-8
 */
public record Request(Head head, byte[] body) {

    /** Without its body: that holds a citizen's data. */
    @Override
    public String toString() {
        return "Request[" + head + "]";
    }
}
