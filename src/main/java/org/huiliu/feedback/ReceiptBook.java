package org.huiliu.feedback;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.huiliu.model.Result;
import org.huiliu.platform.tx.Tx;

/** Where receipts are kept. Each call adds one statement to the caller's transaction. */
public interface ReceiptBook {

    /** A receipt's place: its number is the target's own. */
    record Key(String target, String receiptId) {
        /** The place of a receipt. */
        public static Key of(Receipt receipt) {
            return new Key(receipt.target(), receipt.receiptId());
        }
    }

    /** What was written down: the content's hash and the answer that was given. */
    record Entry(byte[] hash, Standing standing) {}

    /** A receipt to write down. */
    record NewEntry(Receipt receipt, byte[] hash, Standing standing) {}

    /** What is known of receipts; unknown ones are absent. */
    Uni<Map<Key, Entry>> find(Tx tx, Collection<Key> keys);

    /** Writes receipts down, their bodies sealed. */
    Uni<Void> add(Tx tx, List<NewEntry> entries);

    /** What units have reported as the result of these cases, by case and unit; of one that did so twice the last. */
    Uni<Map<UUID, Map<String, Result.UnitAnswer>>> results(Tx tx, Collection<UUID> caseIds);

    /** The records that lines have sent for cases and those merged into them: by case, by feed, the feed's own numbers. */
    Uni<Map<UUID, SortedMap<String, SortedSet<String>>>> records(Tx tx, Collection<UUID> caseIds);
}
