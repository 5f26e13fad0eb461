package org.huiliu.dedup;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.huiliu.dedup.text.Hash;
import org.huiliu.dedup.text.Names;
import org.huiliu.dedup.text.Weights;

/**
 * Under which keys a matter is kept and looked for. Few are kept, each costs memory; more are looked for, which costs
 * only a moment: the squares of the map around its own, every name that it mentions.
 */
final class Keys {
    private static final int NAMES_KEPT = 3;
    private static final int NAMES_SOUGHT = 8;
    private static final int PARTIES = 2;
    private static final int BANDS = 3;

    private Keys() {}

    static List<BlockKey> stored(Matter matter) {
        Set<BlockKey> keys = new LinkedHashSet<>();
        common(matter, NAMES_KEPT, keys);
        Spot spot = matter.spot();
        if (spot != null) {
            keys.add(square(matter, spot.column(), spot.row()));
        } else if (matter.division() != null) {
            keys.add(area(matter, matter.division()));
        }
        return List.copyOf(keys);
    }

    static List<BlockKey> sought(Matter matter) {
        Set<BlockKey> keys = new LinkedHashSet<>();
        common(matter, NAMES_SOUGHT, keys);
        Spot spot = matter.spot();
        if (spot != null) {
            for (int column = -1; column <= 1; column++) {
                for (int row = -1; row <= 1; row++) {
                    keys.add(square(matter, spot.column() + column, spot.row() + row));
                }
            }
        }
        if (matter.division() != null) {
            keys.add(area(matter, matter.division()));
        }
        return List.copyOf(keys);
    }

    private static void common(Matter matter, int names, Set<BlockKey> keys) {
        if (matter.caller() != 0) {
            keys.add(new BlockKey(BlockKey.Kind.CALLER, matter.caller()));
        }
        int left = names;
        for (Names.Name name : matter.reading().names()) {
            if (left > 0 && name.kind() != Names.Kind.STREET) {
                keys.add(new BlockKey(BlockKey.Kind.PLACE, Hash.of(name.core())));
                left--;
            }
        }
        matter.parties().stream()
                .filter(party -> party != matter.caller())
                .sorted()
                .limit(PARTIES)
                .forEach(party -> keys.add(new BlockKey(BlockKey.Kind.PLACE, Hash.mix(party))));
        for (long band : matter.reading().bands(BANDS)) {
            keys.add(new BlockKey(BlockKey.Kind.TEXT, band));
        }
    }

    private static BlockKey square(Matter matter, int column, int row) {
        long where = (long) column << 32 ^ row & 0xffff_ffffL;
        return new BlockKey(
                BlockKey.Kind.CELL, Hash.mix(where ^ (long) matter.family().ordinal() << 56));
    }

    /** Without a point: a street or community with the family; a whole county only with what it is about. */
    private static BlockKey area(Matter matter, String division) {
        String about = "";
        if (division.length() <= 6) {
            List<Integer> topics = matter.reading().mainTopics(Weights.shipped(), 1);
            about = topics.isEmpty() ? "" : topics.get(0).toString();
        }
        String street = division.length() > 9 ? division.substring(0, 9) : division;
        return new BlockKey(
                BlockKey.Kind.CELL, Hash.of(street + "/" + matter.family().name() + "/" + about));
    }
}
