package org.huiliu.cases;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * The events of all cases in one order that never changes afterwards: by the number of the transaction that wrote them,
 * and only as far as no older transaction is still running. An event that is written late by a transaction that began
 * early is therefore never missed; the price is that a long transaction holds the stream up.
 */
public interface Changes {

    /**
     * How far the stream is readable now.
     *
     * @param last the last event that can be read
     * @param more whether there are committed events behind it which wait for an older transaction to end
     * @param next a transaction number that the database has not given out yet
     */
    record Reach(Bookmark last, boolean more, long next) {
        /** Whether a bookmark is none of this database's: one of before it was restored, or of another city. */
        public boolean lacks(Bookmark bookmark) {
            return Long.compareUnsigned(bookmark.xid(), next) >= 0;
        }
    }

    /**
     * A stretch of the stream.
     *
     * @param changes what of it the reader may see
     * @param passed where the stretch ends, also when nothing in it was for the reader
     * @param more whether the stream certainly goes on behind it
     */
    record Stretch(List<Change> changes, Bookmark passed, boolean more) {}

    /** How far the stream is readable now. */
    Uni<Reach> reach();

    /**
     * What comes after a bookmark.
     *
     * @param most changes in the answer
     */
    Uni<Stretch> after(Scope scope, Bookmark bookmark, int most);
}
