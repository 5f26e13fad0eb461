package org.huiliu.routing;

import io.smallrye.mutiny.Uni;
import org.huiliu.platform.tx.Tx;

/** The published ruleset as the transaction sees it, so that each case is decided under exactly one version. */
public interface Rulesets {
    /** The ruleset that is published in this transaction. */
    Uni<Ruleset> published(Tx tx);
}
