package org.huiliu.cases;

/** Rung when events are being written, so that who reads the stream of changes need not wait for the next look. */
public interface ChangeBell {
    /** Events are being written: they will be readable soon. May be called from any thread. */
    void ring();
}
