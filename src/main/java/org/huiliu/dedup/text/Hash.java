package org.huiliu.dedup.text;

/** Hashes that are the same in every process and version: they are stored. */
public final class Hash {
    private Hash() {}

    /** Mixes 64 bits. */
    public static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** A hash of two symbols, never 0. */
    public static int of(int a, int b, int seed) {
        int hash = (int) mix((long) a << 32 ^ b & 0xffff_ffffL ^ (long) seed << 61);
        return hash == 0 ? 1 : hash;
    }

    /** A hash of a text. */
    public static long of(CharSequence text) {
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return mix(hash);
    }

    /** A hash of bytes. */
    public static long of(byte[] bytes) {
        long hash = 7;
        for (byte b : bytes) {
            hash = hash * 31 + b;
        }
        return mix(hash);
    }
}
