package org.huiliu.dedup;

import java.nio.ByteBuffer;
import java.util.List;
import org.huiliu.dedup.text.Hash;
import org.huiliu.dedup.text.Names;
import org.huiliu.dedup.text.Weights;
import org.jspecify.annotations.Nullable;

/**
 * What the index keeps of a matter: {@value #BYTES} bytes of hashes and signs, no name and no text.
 *
 * <pre>
 * version 1 · minutes since 2020 4 · flags 1 · family 1 · caller 4 · square of 11 m: lon 4, lat 4 · division 4 ·
 * names 6 × 2 · topics 4 × 1 · signs of all grams 16 · signs of names and own phrases 16
 * </pre>
 */
final class Sketch {
    static final int BYTES = 71;
    private static final byte VERSION = 1;
    private static final long EPOCH = 1_577_836_800L;
    private static final int NAMES = 6;
    private static final int TOPICS = 4;
    private static final double GRID = 10_000;
    private static final int NOWHERE = Integer.MIN_VALUE;

    private final byte[] bytes;

    private Sketch(byte[] bytes) {
        this.bytes = bytes;
    }

    static Sketch of(Matter matter) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(VERSION);
        out.putInt((int) ((matter.at().toEpochSecond() - EPOCH) / 60));
        out.put((byte) (matter.emergency() ? 1 : 0));
        out.put((byte) matter.family().ordinal());
        out.putInt((int) matter.caller());
        Spot spot = matter.spot();
        out.putInt(spot == null ? NOWHERE : (int) Math.round(spot.lon() * GRID));
        out.putInt(spot == null ? NOWHERE : (int) Math.round(spot.lat() * GRID));
        String division = matter.division();
        out.putInt(division == null ? 0 : (int) Hash.of(division.substring(0, Math.min(6, division.length()))));
        int names = 0;
        for (Names.Name name : matter.reading().names()) {
            if (names < NAMES && name.kind() != Names.Kind.STREET) {
                out.putShort((short) (Hash.of(name.core()) | 1));
                names++;
            }
        }
        for (; names < NAMES; names++) {
            out.putShort((short) 0);
        }
        List<Integer> topics = matter.reading().mainTopics(Weights.shipped(), TOPICS);
        for (int i = 0; i < TOPICS; i++) {
            out.put(i < topics.size() ? (byte) (topics.get(i) + 1) : 0);
        }
        for (long signs : matter.reading().grams().signs(2)) {
            out.putLong(signs);
        }
        for (long signs : matter.reading().own().signs(2)) {
            out.putLong(signs);
        }
        return new Sketch(out.array());
    }

    /** A sketch as stored; null for one of another version, which tells nothing. */
    static @Nullable Sketch read(byte[] bytes) {
        return bytes.length == BYTES && bytes[0] == VERSION ? new Sketch(bytes.clone()) : null;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    long minutesFrom(Sketch other) {
        return Math.abs((long) integer(1) - other.integer(1));
    }

    boolean sameCaller(Sketch other) {
        return integer(7) != 0 && integer(7) == other.integer(7);
    }

    boolean sameFamily(Sketch other) {
        return bytes[6] == other.bytes[6];
    }

    /** Metres between the places, negative where one is unknown. */
    double metresFrom(Sketch other) {
        if (integer(11) == NOWHERE || other.integer(11) == NOWHERE) {
            return -1;
        }
        Spot here = new Spot(integer(11) / GRID, integer(15) / GRID, 0);
        return here.metresTo(new Spot(other.integer(11) / GRID, other.integer(15) / GRID, 0));
    }

    boolean otherCounty(Sketch other) {
        return integer(19) != 0 && other.integer(19) != 0 && integer(19) != other.integer(19);
    }

    int sharedNames(Sketch other) {
        int shared = 0;
        for (int i = 0; i < NAMES; i++) {
            for (int j = 0; j < NAMES; j++) {
                short mine = name(i);
                if (mine != 0 && mine == other.name(j)) {
                    shared++;
                }
            }
        }
        return shared;
    }

    int sharedTopics(Sketch other) {
        int shared = 0;
        for (int i = 0; i < TOPICS; i++) {
            for (int j = 0; j < TOPICS; j++) {
                byte mine = bytes[35 + i];
                if (mine != 0 && mine == other.bytes[35 + j]) {
                    shared++;
                }
            }
        }
        return shared;
    }

    /** Estimated cosine of all grams. */
    double text(Sketch other) {
        return cosine(39, other);
    }

    /** Estimated cosine of names and own phrases. */
    double own(Sketch other) {
        return cosine(55, other);
    }

    private double cosine(int from, Sketch other) {
        int differing = 0;
        for (int i = from; i < from + 16; i += 8) {
            differing += Long.bitCount(ByteBuffer.wrap(bytes).getLong(i)
                    ^ ByteBuffer.wrap(other.bytes).getLong(i));
        }
        return Math.max(0, Math.cos(Math.PI * differing / 128));
    }

    private int integer(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    private short name(int index) {
        return ByteBuffer.wrap(bytes).getShort(23 + 2 * index);
    }
}
