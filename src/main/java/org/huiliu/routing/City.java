package org.huiliu.routing;

import io.smallrye.mutiny.Uni;

/** The city as its rules see it, now. Who ties the rooms together knows where it is kept. */
public interface City {

    /** The codes that rules may use. */
    Uni<Vocabulary> vocabulary();

    /** The units that cases can be given to. */
    Uni<Units> units();
}
