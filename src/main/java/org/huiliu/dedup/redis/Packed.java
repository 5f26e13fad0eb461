package org.huiliu.dedup.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.RepeatIndex.Entry;
import org.huiliu.platform.time.Clocks;

/** The bytes in which the scripts take cases, keys and entries; {@code find.lua} and {@code settle.lua} tell them. */
final class Packed {
    /** Seconds are counted from here, so that minutes fit into three bytes until 2051. */
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    /** Records of similar life share a list, so that a long-lived one does not hold up the memory of short-lived ones. */
    private static final List<Duration> CLASSES =
            List.of(Duration.ofHours(6), Duration.ofDays(3), Duration.ofDays(14), Duration.ofDays(45));
    /** Instead of the number of lookups: the keys themselves. */
    private static final int SAME = 255;
    /** A script counts hits of one kind up to 63; a report has two dozen keys. */
    private static final int MOST_KEYS = 60;

    private static final HexFormat HEX = HexFormat.of();

    private static final int CASE_BYTES = 32 + 4 + 8;
    private static final int KEY_BYTES = 1 + 12 + 4;
    private static final int FIXED_BYTES = CASE_BYTES + 16 + 1 + 4 + 3 + 2;

    private Packed() {}

    /** Now, as the scripts count. */
    static byte[] now(Instant now) {
        return ascii(Long.toString(Duration.between(BEGIN, now).toSeconds()));
    }

    /** The time that the scripts mean. */
    static OffsetDateTime time(long seconds) {
        return OffsetDateTime.ofInstant(BEGIN.plusSeconds(seconds), Clocks.CHINA);
    }

    static byte[] number(long number) {
        return ascii(Long.toString(number));
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    /** A case and where it is found. */
    static byte[] caseId(UUID id) {
        return into(ByteBuffer.allocate(CASE_BYTES), id).array();
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static UUID uuid(ByteBuffer from) {
        return new UUID(from.getLong(), from.getLong());
    }

    /** A step of settling: what it is, the case, and what belongs to that. */
    static byte[] step(char what, UUID id, byte[] rest) {
        return into(ByteBuffer.allocate(1 + CASE_BYTES + rest.length).put((byte) what), id)
                .put(rest)
                .array();
    }

    static byte[] restored(Entry entry, Instant now) {
        byte[] packed = entry(entry, now);
        return ByteBuffer.allocate(1 + packed.length)
                .put((byte) 'r')
                .put(packed)
                .array();
    }

    static byte[] keys(Collection<BlockKey> keys) {
        List<BlockKey> distinct = distinct(keys);
        ByteBuffer packed = ByteBuffer.allocate(distinct.size() * KEY_BYTES);
        distinct.forEach(key -> put(packed, key));
        return packed.array();
    }

    static byte[] entry(Entry entry, Instant now) {
        List<BlockKey> keys = first(distinct(entry.keys()));
        List<BlockKey> lookups = first(distinct(entry.lookups()));
        boolean same = keys.equals(lookups);
        int size = FIXED_BYTES + (keys.size() + (same ? 0 : lookups.size())) * KEY_BYTES + entry.sketch().length;
        ByteBuffer packed = into(ByteBuffer.allocate(size), entry.caseId())
                .put(bytes(entry.caseId()))
                .put(lifeClass(entry.keep()))
                .putInt((int) secondsWithin(Duration.between(BEGIN, entry.at().toInstant())));
        putMinutes(packed, Duration.between(BEGIN, now.plus(entry.keep())).plusSeconds(59));
        packed.put((byte) keys.size()).put((byte) (same ? SAME : lookups.size()));
        keys.forEach(key -> put(packed, key));
        if (!same) {
            lookups.forEach(key -> put(packed, key));
        }
        return packed.put(entry.sketch()).array();
    }

    private static ByteBuffer into(ByteBuffer packed, UUID id) {
        long spread = spread(id.getMostSignificantBits() * 31 + spread(id.getLeastSignificantBits()));
        packed.put(ascii(HEX.toHexDigits(id.getMostSignificantBits())))
                .put(ascii(HEX.toHexDigits(id.getLeastSignificantBits())))
                .put(ascii(HEX.toHexDigits((short) (spread >>> 48))))
                .putLong(spread(spread));
        return packed;
    }

    private static void put(ByteBuffer packed, BlockKey key) {
        // the kind goes in: equal hashes of two kinds are two keys
        long spread = spread(key.hash() + (key.kind().ordinal() + 1) * 0x9E3779B97F4A7C15L);
        packed.put((byte) letter(key.kind()))
                .put(ascii(HEX.toHexDigits(spread >>> 16, 12)))
                .putInt((int) (spread >>> 16));
    }

    /** Every bit depends on every other, and two numbers never become one (the finalizer of MurmurHash3). */
    private static long spread(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    private static byte lifeClass(Duration keep) {
        byte number = 0;
        for (Duration longest : CLASSES) {
            if (keep.compareTo(longest) <= 0) {
                return number;
            }
            number++;
        }
        return number;
    }

    private static void putMinutes(ByteBuffer packed, Duration duration) {
        long minutes = Math.max(0, Math.min(0xFFFFFF, duration.toMinutes()));
        packed.put((byte) (minutes >>> 16)).putShort((short) minutes);
    }

    private static long secondsWithin(Duration duration) {
        return Math.max(0, Math.min(0xFFFF_FFFFL, duration.toSeconds()));
    }

    /** The keys for which an entry has no room: those of its many callers. */
    static List<BlockKey> beyond(Entry entry) {
        List<BlockKey> keys = distinct(entry.keys());
        return keys.size() <= MOST_KEYS ? List.of() : keys.subList(MOST_KEYS, keys.size());
    }

    private static List<BlockKey> first(List<BlockKey> keys) {
        return keys.size() <= MOST_KEYS ? keys : keys.subList(0, MOST_KEYS);
    }

    private static List<BlockKey> distinct(Collection<BlockKey> keys) {
        return List.copyOf(new LinkedHashSet<>(keys));
    }

    private static char letter(BlockKey.Kind kind) {
        return switch (kind) {
            case CALLER -> 'C';
            case PLACE -> 'P';
            case CELL -> 'L';
            case TEXT -> 'T';
        };
    }
}
