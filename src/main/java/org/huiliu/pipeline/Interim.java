package org.huiliu.pipeline;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.RepeatPolicyBook;

/** Stands in until the index and the book of policies are there; each gives way to the real one. */
@ApplicationScoped
class Interim {
    @Produces
    @DefaultBean
    @ApplicationScoped
    RepeatPolicyBook policies() {
        return () -> Uni.createFrom().item(RepeatPolicies.none());
    }

    @Produces
    @DefaultBean
    @ApplicationScoped
    RepeatIndex index() {
        return new RepeatIndex() {
            @Override
            public Uni<Lookup> register(List<Entry> group) {
                return look(group);
            }

            @Override
            public Uni<Lookup> look(List<Entry> group) {
                return Uni.createFrom().item(new Lookup(true, Map.of()));
            }

            @Override
            public Uni<Map<UUID, UUID>> settled(Collection<UUID> provisional) {
                return Uni.createFrom().item(Map.of());
            }

            @Override
            public Uni<Void> settle(Settlement settlement) {
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Void> restore(List<Entry> entries) {
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Set<UUID>> missing(Collection<UUID> cases) {
                return Uni.createFrom().item(Set.of());
            }

            @Override
            public Uni<Void> declareComplete() {
                return Uni.createFrom().voidItem();
            }
        };
    }
}
