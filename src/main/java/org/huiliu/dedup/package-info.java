/**
 * Repeats. For now the replay gate: a message that was committed before is recognised without the database.
 *
 * <p>In: record, version and content hash. Out: the ids under which that very message was committed. Start with
 * {@link org.huiliu.dedup.ReplayGate}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.dedup;
