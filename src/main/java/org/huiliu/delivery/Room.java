package org.huiliu.delivery;

import java.time.Duration;

/**
 * How many deliveries of a target may be claimed now.
 *
 * @param places requests under way at once over all pods; those under way are taken off by the queue
 * @param most in this claim
 * @param lease how long the claimer may work on one; longer than the target's timeout
 */
public record Room(String target, int places, int most, Duration lease) {

    /** The same with a claim of at most so many. */
    public Room atMost(int share) {
        return most <= share ? this : new Room(target, places, share, lease);
    }
}
