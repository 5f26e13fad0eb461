package org.huiliu.normalize;

import org.huiliu.model.Place;

/**
 * A settled division.
 *
 * @param code 6, 9 or 12 digits
 * @param by what settled it
 */
public record ResolvedDivision(String code, Place.ResolvedBy by) {}
