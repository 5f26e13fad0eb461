package org.huiliu.platform.tx;

/** The transaction was decided on data that has changed since: the same group is decided again. */
public final class TryAgain extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TryAgain(String what) {
        super(what, null, false, false);
    }
}
