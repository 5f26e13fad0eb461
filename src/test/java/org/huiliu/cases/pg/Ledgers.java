package org.huiliu.cases.pg;

import org.huiliu.cases.AttachmentBook;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.CaseScan;
import org.huiliu.cases.LinkBook;
import org.huiliu.platform.bell.TestBell;
import org.huiliu.platform.crypto.TestSealer;

/** The ledger and the books of cases in PostgreSQL, for tests in other rooms. */
public final class Ledgers {
    private Ledgers() {}

    public static CaseLedger onPostgres() {
        return new PgCaseLedger(new CaseRows(TestSealer.make()), new TestBell());
    }

    public static AttachmentBook attachments() {
        return new PgAttachmentBook();
    }

    public static LinkBook links() {
        return new PgLinkBook();
    }

    public static CaseScan scan() {
        return new PgCaseScan(new CaseRows(TestSealer.make()));
    }
}
