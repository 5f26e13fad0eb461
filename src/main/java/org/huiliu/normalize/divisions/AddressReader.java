package org.huiliu.normalize.divisions;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds in an address the chains of division names and what they can mean.
 *
 * <p>A chain of two or more nested names may stand anywhere; a single name counts only where an address begins, because
 * 中山, 新城区 and 城关镇 are words of street names, estates and shops too. A short form never stands alone, and a chain
 * that ends in a word without its kind is solid only when some name in it has its kind.
 */
final class AddressReader {
    /** 城区, 东区, 矿区: a word of every estate before it is a county's name. */
    private static final int GENERIC_LENGTH = 2;

    /** 靖江市城南 is a street of that name, 靖江市城南小学 is a school. */
    private static final int SHORT_LENGTH = 3;

    private final NameIndex index;

    AddressReader(NameIndex index) {
        this.index = index;
    }

    /**
     * For each stretch that names divisions, the readings that explain most of it.
     *
     * @param known a division in which the place is known to lie, {@link Codes#NONE} when nothing is known
     */
    List<List<Chain>> read(String text, long known) {
        List<List<Chain>> stretches = new ArrayList<>();
        int at = 0;
        int endOfLast = 0;
        while (at < text.length()) {
            List<Chain> readings = longest(chainsAt(text, at, known));
            boolean counts = !readings.isEmpty()
                    && (readings.get(0).names() > 1 || at == endOfLast || AddressText.mayBegin(text, at));
            if (counts) {
                stretches.add(readings);
                at = readings.get(0).end();
                endOfLast = at;
            } else {
                at++;
            }
        }
        return stretches;
    }

    private List<Chain> chainsAt(String text, int at, long known) {
        List<Chain> chains = new ArrayList<>();
        extend(text, at, Codes.NONE, 0, false, false, known, chains);
        return chains;
    }

    /** Adds every chain that goes on from here. */
    private void extend(
            String text,
            int from,
            long above,
            int names,
            boolean fromAbove,
            boolean solid,
            long known,
            List<Chain> chains) {
        if (from >= text.length()) {
            return;
        }
        long lengths = index.lengths(text.charAt(from));
        while (lengths != 0) {
            int end = from + Long.numberOfTrailingZeros(lengths);
            lengths &= lengths - 1;
            if (end > text.length()) {
                break;
            }
            for (int e = index.first(text, from, end); e >= 0; e = index.next(e)) {
                take(text, from, end, e, above, names, fromAbove, solid, known, chains);
            }
        }
    }

    private void take(
            String text,
            int from,
            int end,
            int entry,
            long above,
            int names,
            boolean fromAbove,
            boolean solid,
            long known,
            List<Chain> chains) {
        long code = index.code(entry);
        if (code == above || !Codes.inside(code, above)) {
            return;
        }
        boolean upper = fromAbove || Codes.digits(code) < Codes.COUNTY;
        int next = AddressText.skipSeparators(text, end);
        int before = chains.size();
        extend(text, next, code, names + 1, upper, solid || index.full(entry), known, chains);
        boolean goesOn = chains.size() > before;
        if (!goesOn && mayEnd(text, from, end, code, index.full(entry), above, solid, known)) {
            chains.add(new Chain(code, names + 1, upper, end));
        }
    }

    private static boolean mayEnd(
            String text, int from, int end, long code, boolean full, long above, boolean solid, long known) {
        int digits = Codes.digits(code);
        boolean inCounty = Codes.digits(above) >= Codes.COUNTY;
        if (!full) {
            boolean supported = digits == Codes.COUNTY ? above != Codes.NONE : inCounty && solid;
            return digits >= Codes.COUNTY && supported && AddressText.endsAt(text, end);
        }
        if (digits == Codes.COMMUNITY) {
            boolean knownCounty = Codes.digits(known) >= Codes.COUNTY && Codes.inside(code, known);
            return inCounty || knownCounty;
        }
        if (digits == Codes.COUNTY && end - from == GENERIC_LENGTH && text.charAt(end - 1) == '区') {
            return above != Codes.NONE;
        }
        if (digits == Codes.STREET && !NameForms.saysItIsOne(text.substring(from, end))) {
            return inCounty && solid && (end - from > SHORT_LENGTH || AddressText.endsAt(text, end));
        }
        return !isAnotherWord(text, end);
    }

    /** 新华街道路口 is a crossing of 新华街, 朝阳区域 a region, 三乡村口 the entrance of a village. */
    private static boolean isAnotherWord(String text, int end) {
        if (end >= text.length()) {
            return false;
        }
        char last = text.charAt(end - 1);
        char next = text.charAt(end);
        return (last == '道' && next == '路')
                || (last == '区' && (next == '域' || next == '间'))
                || (last == '乡' && next == '村')
                || (last == '市' && next == '场');
    }

    /** Most names first, then most text: what explains more of the address is the better reading. */
    private static List<Chain> longest(List<Chain> chains) {
        if (chains.size() < 2) {
            return chains;
        }
        int names = 0;
        int end = 0;
        for (Chain chain : chains) {
            if (chain.names() > names || (chain.names() == names && chain.end() > end)) {
                names = chain.names();
                end = chain.end();
            }
        }
        List<Chain> best = new ArrayList<>();
        for (Chain chain : chains) {
            if (chain.names() == names && chain.end() == end) {
                best.add(chain);
            }
        }
        return best;
    }
}
