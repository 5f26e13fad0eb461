package org.huiliu.dedup.text;

/**
 * The n-grams of a text (pairs and triples of symbols) with their weights, made for comparing many times: a table of
 * hashes that is probed, and the order in which they were read.
 */
public final class Grams {
    private static final int MOST = 1500;

    private final int[] table;
    private final float[] weights;
    private final int mask;
    private final int[] triples;
    private final float norm;
    private final float total;

    private Grams(int[] table, float[] weights, int[] triples, float norm, float total) {
        this.table = table;
        this.weights = weights;
        this.mask = table.length - 1;
        this.triples = triples;
        this.norm = norm;
        this.total = total;
    }

    /** Reads the grams of a text given as symbols; at most {@value #MOST} symbols count. */
    public static Grams of(int[] symbols, Commonness commonness) {
        return of(symbols, commonness, 0);
    }

    /** Reads only grams that weigh more than a floor, and weighs them by what is above it. */
    public static Grams of(int[] symbols, Commonness commonness, float floor) {
        int length = Math.min(symbols.length, MOST);
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, length) * 4 - 1) * 2);
        int[] table = new int[capacity];
        short[] counts = new short[capacity];
        int[] triples = new int[length];
        for (int i = 0; i + 1 < length; i++) {
            int pair = pair(symbols, i);
            if (pair != 0 && commonness.weight(pair) > floor) {
                count(table, counts, pair);
            }
            int triple = i + 2 < length ? triple(symbols, i) : 0;
            triples[i] = triple;
            if (triple != 0 && commonness.weight(triple) > floor) {
                count(table, counts, triple);
            }
        }
        float[] weights = new float[capacity];
        double squares = 0;
        double total = 0;
        for (int i = 0; i < capacity; i++) {
            if (table[i] != 0) {
                float weight = commonness.weight(table[i]) - floor;
                weights[i] = counts[i] == 1 ? weight : weight * (float) (1 + Math.log(counts[i]));
                squares += weights[i] * weights[i];
                total += weight;
            }
        }
        return new Grams(table, weights, triples, (float) Math.sqrt(squares), (float) total);
    }

    /** Likeness of two texts, 0 to 1: the cosine of their weights. */
    public double cosine(Grams other) {
        if (norm == 0 || other.norm == 0) {
            return 0;
        }
        Grams small = table.length <= other.table.length ? this : other;
        Grams large = small == this ? other : this;
        double dot = 0;
        for (int i = 0; i < small.table.length; i++) {
            if (small.table[i] != 0) {
                int at = large.find(small.table[i]);
                if (at >= 0) {
                    dot += small.weights[i] * large.weights[at];
                }
            }
        }
        return dot / (norm * other.norm);
    }

    /** The share of this text that the other one says too, by weight. */
    public double within(Grams other, Commonness commonness, float floor) {
        double shared = 0;
        for (int gram : table) {
            if (gram != 0 && other.find(gram) >= 0) {
                shared += commonness.weight(gram) - floor;
            }
        }
        return total == 0 ? 0 : shared / total;
    }

    /**
     * The weight of the weightiest run of symbols that both texts have: a name or a phrase. Only what is rare counts.
     */
    public double longestRun(Grams other, Commonness commonness) {
        double best = 0;
        double run = 0;
        for (int triple : triples) {
            if (triple != 0 && other.find(triple) >= 0) {
                run += Math.max(0, commonness.weight(triple) - 4.5);
                best = Math.max(best, run);
            } else {
                run = 0;
            }
        }
        return best;
    }

    /** Whether the text has no gram at all. */
    public boolean isEmpty() {
        return norm == 0;
    }

    /** Signs of random projections (SimHash): two texts agree on the more of them, the liker they are. */
    public long[] signs(int words) {
        int[] sums = new int[words * 64];
        for (int i = 0; i < table.length; i++) {
            if (table[i] != 0) {
                int scaled = Math.round(weights[i] * 8);
                for (int word = 0; word < words; word++) {
                    long bits = Hash.mix(table[i] ^ (long) word << 40);
                    for (int bit = 0; bit < 64; bit++) {
                        sums[word * 64 + bit] += (bits >>> bit & 1) == 0 ? -scaled : scaled;
                    }
                }
            }
        }
        long[] signs = new long[words];
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] > 0) {
                signs[i / 64] |= 1L << i % 64;
            }
        }
        return signs;
    }

    /** The least of the grams under a hash (MinHash): the likelier the same for two texts, the liker they are. */
    long least(long seed) {
        long least = Long.MAX_VALUE;
        for (int gram : table) {
            if (gram != 0) {
                least = Math.min(least, Hash.mix(gram ^ seed << 33));
            }
        }
        return least;
    }

    private int find(int gram) {
        int at = gram * 0x9E3779B1 >>> 7 & mask;
        while (table[at] != 0) {
            if (table[at] == gram) {
                return at;
            }
            at = at + 1 & mask;
        }
        return -1;
    }

    private static void count(int[] table, short[] counts, int gram) {
        int mask = table.length - 1;
        int at = gram * 0x9E3779B1 >>> 7 & mask;
        while (table[at] != 0 && table[at] != gram) {
            at = at + 1 & mask;
        }
        table[at] = gram;
        counts[at]++;
    }

    /** Hash of the pair at a place, 0 across a break. */
    public static int pair(int[] symbols, int at) {
        int a = symbols[at];
        int b = symbols[at + 1];
        return a == 0 || b == 0 ? 0 : Hash.of(a, b, 2);
    }

    /** Hash of the triple at a place, 0 across a break. */
    public static int triple(int[] symbols, int at) {
        int a = symbols[at];
        int b = symbols[at + 1];
        int c = symbols[at + 2];
        return a == 0 || b == 0 || c == 0 ? 0 : Hash.of(Hash.of(a, b, 3), c, 3);
    }
}
