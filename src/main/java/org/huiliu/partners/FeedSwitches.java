package org.huiliu.partners;

import io.smallrye.mutiny.Uni;
import java.util.Set;
import org.huiliu.platform.tx.Tx;

/** Which feeds the operators have switched off. */
public interface FeedSwitches {
    /** Codes of the feeds that are off, as the transaction sees them. */
    Uni<Set<String>> off(Tx tx);
}
