package org.huiliu.feedback;

import io.smallrye.mutiny.Uni;

/** Takes receipts. */
public interface ReceiptSink {
    /** Writes a receipt and what follows from it; the answer comes after the commit. Cancelling does not undo it. */
    Uni<ReceiptAnswer> take(Receipt receipt);
}
