package org.huiliu.platform.tx;

/** Too much is waiting to be written: the client must come again later (503). */
public final class Overloaded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Overloaded(int waiting) {
        super(waiting + " items are waiting to be written", null, false, false);
    }
}
