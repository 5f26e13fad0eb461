package org.huiliu.routing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The units that cases can be given to, at one moment. Who ties the rooms together knows where they are kept. */
public interface Units {

    /** Whether there is a unit of this code that takes cases. */
    boolean known(String target);

    /**
     * The unit of a role that answers for a division: the one with the longest matching division.
     *
     * @param mostDigits no unit whose division has a longer code; 12 for any
     */
    Optional<String> responsible(String role, @Nullable String division, int mostDigits);

    /** The unit above another: the one that it names, or that of its role one division up. */
    Optional<String> parent(String target);
}
