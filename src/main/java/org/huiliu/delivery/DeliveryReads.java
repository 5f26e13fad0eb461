package org.huiliu.delivery;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.model.DeliveryState;
import org.jspecify.annotations.Nullable;

/** Looking up deliveries, within the reader's division. */
public interface DeliveryReads {

    /** How many deliveries stand in a state for a reason. */
    record Tally(DeliveryState state, @Nullable String outcome, long count) {}

    /**
     * The newest first.
     *
     * @param before the last delivery of the page before
     */
    Uni<List<DeliverySummary>> page(DeliveryFilter filter, @Nullable UUID before, int limit);

    /** One with all that is kept of it. */
    Uni<Optional<DeliveryDossier>> one(@Nullable String division, UUID id);

    /** How many there are, by state and reason. */
    Uni<List<Tally>> tally(DeliveryFilter filter);

    /** The oldest first, at most so many. */
    Uni<List<UUID>> ids(DeliveryFilter filter, int most);

    /** How these stand; unknown ones and those outside the division are absent. */
    Uni<List<Standing>> standing(@Nullable String division, List<UUID> ids);
}
