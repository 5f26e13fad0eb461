package org.huiliu.contracts.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.huiliu.TestDatabase;
import org.huiliu.contracts.Contracts;
import org.huiliu.contracts.Crm;
import org.huiliu.contracts.Mock;
import org.junit.jupiter.api.Test;

/** Uploaded contracts on each pod. */
class PgContractsTest {

    @Test
    void aMockIsMadeOnceAndOfDraftsToo() {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(database.sql(
                            "INSERT INTO contract (name, version, state, openapi, binding, breaking, author, created_at)"
                                    + " VALUES ('crm', 1, 'DRAFT', $1, $2::text::jsonb, false, 'test', now())",
                            Crm.openapi().toString(),
                            Crm.binding().toString()))
                    .isEmpty();
            Contracts contracts = ContractRows.onPostgres(database.pool());

            Mock first = mock(contracts, 1).orElseThrow();
            assertThat(mock(contracts, 1)).containsSame(first);
            assertThat(mock(contracts, 2)).isEmpty();
        }
    }

    private static Optional<Mock> mock(Contracts contracts, int version) {
        return contracts.mock("crm", version).await().atMost(Duration.ofSeconds(20));
    }
}
