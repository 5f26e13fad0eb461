package org.huiliu.platform.bell;

/**
 * Wakes whoever waits for something that was committed, on this pod and on the others. A ring is a hint: it may be lost, and
 * many may come as one. Who listens looks for itself, and now and then without a ring too.
 */
public interface Bell {
    /** Deliveries are due. */
    String DELIVERIES = "deliveries";
    /** Cases have changed. */
    String CASES = "cases";

    /** Something was committed. Never fails and never waits. */
    void ring(String topic);

    /** Calls {@code listener} at every ring, on any thread; it must not block. */
    void listen(String topic, Runnable listener);
}
