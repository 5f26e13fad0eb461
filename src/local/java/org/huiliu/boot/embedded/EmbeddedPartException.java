package org.huiliu.boot.embedded;

/** An embedded part could not be unpacked, started or stopped; the message says which one and what to look at. */
public final class EmbeddedPartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EmbeddedPartException(String message) {
        super(message);
    }

    public EmbeddedPartException(String message, Throwable cause) {
        super(message, cause);
    }
}
