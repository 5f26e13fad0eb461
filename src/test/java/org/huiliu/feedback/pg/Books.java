package org.huiliu.feedback.pg;

import org.huiliu.feedback.ReceiptBook;
import org.huiliu.platform.crypto.TestSealer;

/** The book of receipts in PostgreSQL, for tests in other rooms. */
public final class Books {
    private Books() {}

    public static ReceiptBook onPostgres() {
        return new PgReceiptBook(TestSealer.make());
    }
}
