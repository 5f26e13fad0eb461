package org.huiliu.pipeline;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.huiliu.normalize.DivisionResolver;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.partners.Targets;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.City;
import org.huiliu.routing.Units;
import org.huiliu.routing.Vocabulary;

/** Shows the rules what other rooms know of the city. */
@ApplicationScoped
class TheCity implements City {
    private final Pool pool;
    private final TargetDirectory directory;
    private final FeedContracts feeds;
    private final DivisionResolver divisions;

    TheCity(Pool pool, TargetDirectory directory, FeedContracts feeds, DivisionResolver divisions) {
        this.pool = pool;
        this.directory = directory;
        this.feeds = feeds;
        this.divisions = divisions;
    }

    @Override
    public Uni<Vocabulary> vocabulary() {
        return targets().map(targets -> new CityVocabulary(feeds, divisions, targets));
    }

    @Override
    public Uni<Units> units() {
        return targets().map(TargetUnits::new);
    }

    private Uni<Targets> targets() {
        return Tx.run(pool, directory::targets);
    }
}
