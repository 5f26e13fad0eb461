package org.huiliu.partners;

import io.smallrye.mutiny.Uni;
import org.huiliu.platform.tx.Tx;

/** Who there is to deliver to. */
public interface TargetDirectory {
    /** The enabled targets as the transaction sees them. */
    Uni<Targets> targets(Tx tx);
}
