package org.huiliu.cases.pg;

import org.huiliu.cases.CaseLedger;
import org.huiliu.platform.crypto.TestSealer;

/** The ledger in PostgreSQL, for tests in other rooms. */
public final class Ledgers {
    private Ledgers() {}

    public static CaseLedger onPostgres() {
        return new PgCaseLedger(new CaseRows(TestSealer.make()));
    }
}
