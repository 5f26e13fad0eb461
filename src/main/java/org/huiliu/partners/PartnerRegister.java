package org.huiliu.partners;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.huiliu.platform.problem.Precondition;

/** The register that people edit. Each edit and its audit row are one transaction. */
public interface PartnerRegister {

    /** All targets, by code. */
    Uni<List<Entry<Target>>> targets();

    /** One target. */
    Uni<Optional<Entry<Target>>> target(String code);

    /** Creates or changes a target. */
    Uni<Edit<Target>> put(Target target, boolean enabled, Precondition seen, String actor);

    /** One agency. */
    Uni<Optional<Entry<Agency>>> agency(String code);

    /** Creates or changes an agency. */
    Uni<Edit<Agency>> put(Agency agency, Precondition seen, String actor);

    /** All feeds, by code. */
    Uni<List<Entry<Feed>>> feeds();

    /** Opens a feed or switches it on and off. */
    Uni<Edit<Feed>> put(Feed feed, Precondition seen, String actor);
}
