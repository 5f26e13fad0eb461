package org.huiliu.normalize.divisions;

import java.util.Arrays;

/**
 * Which divisions a stretch of text can name. An open-addressing table over one pool of characters: 100,000 forms take a few
 * megabytes, and a look-up makes no object. Filled once, then read by any thread.
 */
final class NameIndex {
    private static final int MIX = 0x9E3779B1;

    private final long[] lengthsByFirst = new long[Character.MAX_VALUE + 1];
    private char[] pool = new char[1 << 18];
    private int pooled;

    private int[] slots = new int[1 << 18];
    private int[] formStart = new int[1 << 16];
    private byte[] formLength = new byte[1 << 16];
    private int[] formFirst = new int[1 << 16];
    private int forms;

    private long[] entryCode = new long[1 << 17];
    private boolean[] entryFull = new boolean[1 << 17];
    private int[] entryNext = new int[1 << 17];
    private int entries;

    NameIndex() {
        Arrays.fill(slots, -1);
    }

    void add(String form, long code, boolean full) {
        if (form.length() >= Long.SIZE) {
            return;
        }
        int found = find(form, 0, form.length());
        int at = found >= 0 ? found : newForm(form);
        for (int e = formFirst[at]; e >= 0; e = entryNext[e]) {
            if (entryCode[e] == code) {
                entryFull[e] |= full;
                return;
            }
        }
        if (entries == entryCode.length) {
            entryCode = Arrays.copyOf(entryCode, entries * 2);
            entryFull = Arrays.copyOf(entryFull, entries * 2);
            entryNext = Arrays.copyOf(entryNext, entries * 2);
        }
        entryCode[entries] = code;
        entryFull[entries] = full;
        entryNext[entries] = formFirst[at];
        formFirst[at] = entries++;
    }

    /** Bit n is set when some form of n characters begins with this one. */
    long lengths(char first) {
        return lengthsByFirst[first];
    }

    /** @return the first entry of the form that stands there, negative when none does */
    int first(String text, int from, int to) {
        int form = find(text, from, to);
        return form < 0 ? -1 : formFirst[form];
    }

    int next(int entry) {
        return entryNext[entry];
    }

    long code(int entry) {
        return entryCode[entry];
    }

    boolean full(int entry) {
        return entryFull[entry];
    }

    private int find(String text, int from, int to) {
        int mask = slots.length - 1;
        for (int slot = hash(text, from, to) & mask; slots[slot] >= 0; slot = (slot + 1) & mask) {
            if (same(slots[slot], text, from, to)) {
                return slots[slot];
            }
        }
        return -1;
    }

    private boolean same(int form, String text, int from, int to) {
        if (formLength[form] != to - from) {
            return false;
        }
        for (int i = from, p = formStart[form]; i < to; i++, p++) {
            if (pool[p] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        hash *= MIX;
        return hash ^ (hash >>> 15);
    }

    private int newForm(String form) {
        if (forms == formStart.length) {
            formStart = Arrays.copyOf(formStart, forms * 2);
            formLength = Arrays.copyOf(formLength, forms * 2);
            formFirst = Arrays.copyOf(formFirst, forms * 2);
        }
        if (pooled + form.length() > pool.length) {
            pool = Arrays.copyOf(pool, pool.length * 2);
        }
        form.getChars(0, form.length(), pool, pooled);
        formStart[forms] = pooled;
        formLength[forms] = (byte) form.length();
        formFirst[forms] = -1;
        pooled += form.length();
        lengthsByFirst[form.charAt(0)] |= 1L << form.length();
        if (forms * 2 >= slots.length) {
            grow();
        }
        put(forms, form);
        return forms++;
    }

    private void put(int form, String text) {
        int mask = slots.length - 1;
        int slot = hash(text, 0, text.length()) & mask;
        while (slots[slot] >= 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = form;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        for (int form = 0; form < forms; form++) {
            put(form, new String(pool, formStart[form], formLength[form]));
        }
    }
}
