package org.huiliu.intake;

/** What became of a report. */
public enum Outcome {
    /** A new case was opened. */
    OPENED,
    /** It was attached to a case that exists. */
    REPEAT,
    /** It has its own case, and an operator is asked whether it is a repeat. */
    SUSPECTED,
    /** A newer version of a known record. */
    UPDATED,
    /** An older version than the one known: stored, changes nothing. */
    STALE,
    /** The same message again. */
    REPLAYED
}
