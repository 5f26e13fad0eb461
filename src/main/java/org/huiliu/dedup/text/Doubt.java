package org.huiliu.dedup.text;

import java.util.EnumSet;
import java.util.Set;

/**
 * What speaks against one matter so clearly that no likeness outweighs it: such a pair is never attached, at most asked
 * about.
 */
public enum Doubt {
    /** The headlines name other estates, schools, villages or firms: the same words about another place. */
    OTHER_NAMES,
    /** The texts name other districts: four cities have a 鼓楼区. */
    OTHER_DISTRICTS,
    /** The titles tell of different things: the same place with another problem. */
    OTHER_TOPICS,
    /** One caller, other titles and no name in common: a form letter for another request. */
    FORM_LETTER;

    private static final double OTHER_TITLE = 0.5;
    private static final double SAME_TEXT = 0.8;

    /** The doubts that the features of a pair raise. */
    public static Set<Doubt> of(double[] values) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        if (value(values, Feature.NAME_APART) > 0) {
            doubts.add(OTHER_NAMES);
        }
        if (value(values, Feature.DISTRICT_APART) > 0) {
            doubts.add(OTHER_DISTRICTS);
        }
        // a text that is sent again under another title is the same text
        boolean again = value(values, Feature.TEXT_SAID_BOTH) >= SAME_TEXT;
        if (value(values, Feature.TOPIC_APART) > 0 && !again) {
            doubts.add(OTHER_TOPICS);
        }
        if (value(values, Feature.CALLER) > 0
                && value(values, Feature.NAME) == 0
                && value(values, Feature.TITLE) < OTHER_TITLE
                && !again) {
            doubts.add(FORM_LETTER);
        }
        return doubts;
    }

    private static double value(double[] values, Feature feature) {
        return values[feature.ordinal()];
    }
}
