package org.huiliu.contracts.pg;

import io.vertx.mutiny.sqlclient.Pool;
import org.huiliu.contracts.Contracts;

/** Uploaded contracts in PostgreSQL, for tests in other rooms. */
public final class ContractRows {
    private ContractRows() {}

    public static Contracts onPostgres(Pool pool) {
        return new PgContracts(pool);
    }
}
