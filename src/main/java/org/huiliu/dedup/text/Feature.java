package org.huiliu.dedup.text;

/** What two complaints are compared by. Each is between 0 and 1 (or -1 and 0 where it speaks against). */
public enum Feature {
    /** Likeness of all that is said, rare words first (root of the cosine). */
    TEXT,
    /** Share of each complaint that the other one says too, the worse direction: near 1 for a text that is sent again. */
    TEXT_SAID_BOTH,
    /** The same above seven tenths, where the names agree too. */
    SENT_AGAIN,
    /** Share of one title that the other complaint says too: the better of both directions. */
    TITLE_SAID,
    /** The same, the worse of both directions. */
    TITLE_SAID_BOTH,
    /** Likeness of the titles. */
    TITLE,
    /** Share of names and own phrases of one headline that the other complaint has too: the better direction. */
    OWN_SAID,
    /** The same, the worse direction. */
    OWN_SAID_BOTH,
    /** A headline has no name or phrase of its own. */
    OWN_NONE,
    /** Longest own phrase that both have. */
    PHRASE,
    /** Longest own phrase of a headline that the other complaint has. */
    PHRASE_TITLE,
    /** A name of a place or firm that both have. */
    NAME,
    /** A name of a headline that the other complaint has. */
    NAME_TITLE,
    /** Both headlines name an estate, school, village or firm, none of which the other complaint mentions. */
    NAME_APART,
    /** The same anywhere in the texts. */
    NAME_APART_ALL,
    /** Share of names of each headline that the other complaint lacks, both ways. */
    NAME_MISSING,
    /** Likeness of the topics. */
    TOPIC,
    /** Likeness of a title's topics with the other complaint's. */
    TOPIC_TITLE,
    /** Both titles have topics, and none in common. */
    TOPIC_APART,
    /** Likeness of the titles' topics. */
    TOPIC_TITLES,
    /** A complaint has no known topic. */
    TOPIC_NONE,
    /** The same name or phrase and the same topic: neither alone makes a matter. */
    PLACE_AND_TOPIC,
    /** The same, taken from the whole texts. */
    PLACE_AND_TOPIC_ALL,
    /** One caller. */
    CALLER,
    /** One caller, and alike titles: a form letter has another title. */
    CALLER_AND_TITLE,
    /** Logarithm of the days between. */
    DAYS,
    /** Different districts are named. */
    DISTRICT_APART,
    /** The titles' numbers (bus line, building, year) are other ones. */
    NUMBER_APART
}
