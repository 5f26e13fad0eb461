package org.huiliu.normalize.divisions;

/**
 * One reading of a stretch of an address: names nested in each other, 江苏省·徐州市·鼓楼区·丰财街道.
 *
 * @param leaf the innermost division named
 * @param names how many names stand in the chain
 * @param fromAbove whether the chain begins with a province or city, so that it says where it is by itself
 * @param end position behind the last name
 */
record Chain(long leaf, int names, boolean fromAbove, int end) {

    /** A street's name and nothing around it. */
    boolean isMereStreet() {
        return names == 1 && Codes.digits(leaf) == Codes.STREET;
    }
}
