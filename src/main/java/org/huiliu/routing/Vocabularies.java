package org.huiliu.routing;

import io.smallrye.mutiny.Uni;

/** The codes that the city knows at the moment: feeds and their tables, divisions, targets. */
public interface Vocabularies {

    /** As they are now. */
    Uni<Vocabulary> now();
}
