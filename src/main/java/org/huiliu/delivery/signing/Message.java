package org.huiliu.delivery.signing;

/**
 * What is signed of a request.
 *
 * @param id the delivery's id; the same over all attempts
 * @param method in capitals
 * @param path as it stands in the request line, a query included
 * @param body the bytes that are sent, none for a question
 */
public record Message(String id, String method, String path, byte[] body) {
    /** Without its body: that holds a citizen's data. */
    @Override
    public String toString() {
        return "Message[" + id + " " + method + " " + path + "]";
    }
}
