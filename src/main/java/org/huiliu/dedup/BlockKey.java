package org.huiliu.dedup;

import org.huiliu.dedup.text.Hash;

/**
 * Something that repeats of one matter have in common and that can be looked up. Only reports that share a key are ever
 * compared.
 *
 * @param hash 64 bits of what the key stands for; a caller's number comes as keyed hash, never as digits
 */
public record BlockKey(Kind kind, long hash) {

    /** What a key stands for. */
    public enum Kind {
        /** The caller's number. */
        CALLER,
        /** A named place: road, estate, village, firm. */
        PLACE,
        /** A square of the map with the category family, or the division where there is no point. */
        CELL,
        /** A band of the text's sketch: texts that share one are alike. */
        TEXT
    }

    /** The key of a caller, from the keyed hash of the number. */
    public static BlockKey ofCaller(byte[] keyedHash) {
        return new BlockKey(Kind.CALLER, Matter.nonZero(Hash.of(keyedHash)));
    }
}
