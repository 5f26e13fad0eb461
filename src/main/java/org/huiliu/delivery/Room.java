package org.huiliu.delivery;

import java.time.Duration;

/**
 * How many deliveries of a target may be claimed now.
 *
 * @param lease how long the claimer may work on one; longer than the target's timeout
 */
public record Room(String target, int free, Duration lease) {}
