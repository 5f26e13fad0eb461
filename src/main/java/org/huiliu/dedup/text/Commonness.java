package org.huiliu.dedup.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * How common an n-gram is in complaints at large, learned once from many of them and kept as hashes: what every complaint
 * says weighs little, what is not in the table is rare and weighs most.
 *
 * <p>A table of 2^17 bytes; the slot and four further bits of the hash find a gram, the other four bits are its weight
 * in steps of a quarter of the greatest weight's logarithm. One rare gram in some two hundred is taken for a common one.
 */
public final class Commonness {
    /** Slots of the table. */
    public static final int SLOTS = 1 << 17;
    /** Weight of a gram that the table does not know. */
    public static final float RARE = 8f;

    private static final Commonness SHIPPED = load("/repeats/commonness.bin");

    private final byte[] slots;

    public Commonness(byte[] slots) {
        this.slots = slots.clone();
    }

    /** The table that comes with the hub. */
    public static Commonness shipped() {
        return SHIPPED;
    }

    /** Weight of a gram, from 0.5 (said everywhere) to {@link #RARE}. */
    public float weight(int hash) {
        byte slot = slots[hash & (SLOTS - 1)];
        if (slot == 0 || (slot & 0x0f) != (hash >>> 17 & 0x0f)) {
            return RARE;
        }
        return (slot >>> 4 & 0x0f) * 0.5f;
    }

    /** Whether the table does not know it. */
    public boolean rare(int hash) {
        return weight(hash) == RARE;
    }

    /** One slot's content: a weight from 0.5 to 7.5 and the hash that owns it. */
    public static byte slot(int hash, double weight) {
        int step = (int) Math.max(1, Math.min(15, Math.round(weight * 2)));
        return (byte) (step << 4 | hash >>> 17 & 0x0f);
    }

    private static Commonness load(String resource) {
        try (InputStream in = Commonness.class.getResourceAsStream(resource)) {
            byte[] all = in == null ? new byte[0] : in.readAllBytes();
            return new Commonness(all.length == SLOTS ? all : new byte[SLOTS]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
