package org.huiliu.pipeline;

import java.util.Objects;
import org.huiliu.contracts.PublishedContracts;
import org.huiliu.delivery.Agreement;

/** The hub's own contracts as deliveries have them, for tests in other rooms. */
public final class TestAgreements {
    private static final PublishedContracts PUBLISHED = new PublishedContracts();

    private TestAgreements() {}

    public static Agreement published(String name) {
        return Agreed.of(Objects.requireNonNull(PUBLISHED.all().get(name), name));
    }
}
