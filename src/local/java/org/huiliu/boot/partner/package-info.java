/**
 * Tests a partner's implementation of a receiver contract from the outside, as the hub would call it, and reports.
 * Start with {@link org.huiliu.boot.partner.PartnerTest}; {@link org.huiliu.boot.partner.Suite} lists the checks.
 */
@NullMarked
package org.huiliu.boot.partner;

import org.jspecify.annotations.NullMarked;
