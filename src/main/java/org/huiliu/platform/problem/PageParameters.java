package org.huiliu.platform.problem;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the query of a list. Every wrong parameter is named, not only the first. */
public final class PageParameters {
    /** The most entries on a page. */
    public static final int MOST = 200;

    private static final int USUAL = 50;

    private final List<Fault> faults = new ArrayList<>();

    /** The id after which the page begins; null for the first page. */
    public @Nullable UUID cursor(@Nullable String cursor) {
        return read(cursor, UUID::fromString, "/cursor", "Not a cursor of this list.");
    }

    /** Entries on the page, 1 to 200, 50 if left out. */
    public int limit(@Nullable String limit) {
        return limit(limit, USUAL);
    }

    /** Entries on the page, 1 to 200, so many if left out. */
    public int limit(@Nullable String limit, int usual) {
        if (limit == null || limit.isEmpty()) {
            return usual;
        }
        try {
            int size = Integer.parseInt(limit);
            if (size >= 1 && size <= MOST) {
                return size;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        faults.add(Fault.at("/limit", "range", "From 1 to " + MOST + "."));
        return usual;
    }

    /** One of the names of an enumeration; null if left out. */
    public <E extends Enum<E>> @Nullable E oneOf(E[] all, @Nullable String value, String pointer) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        for (E one : all) {
            if (one.name().equals(value)) {
                return one;
            }
        }
        faults.add(new Fault(
                pointer,
                "enum",
                "Not one of the values that are allowed.",
                Arrays.stream(all).map(Enum::name).toList()));
        return null;
    }

    /** A value in the form that a parser knows; null if left out. */
    public <T> @Nullable T read(@Nullable String value, Function<String, T> parse, String pointer, String wrong) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            faults.add(Fault.at(pointer, "format", wrong));
            return null;
        }
    }

    /** A time with offset; null if left out. */
    public @Nullable OffsetDateTime time(@Nullable String value, String pointer) {
        // a plus sign that was not escaped arrives as a space
        return read(
                value,
                text -> OffsetDateTime.parse(text.replace(' ', '+')),
                pointer,
                "Not a time with offset as in RFC 3339.");
    }

    /** One more thing that is wrong with the query. */
    public void add(Fault fault) {
        faults.add(fault);
    }

    /**
     * Ends the request if anything is wrong with it.
     *
     * @throws Refused with all faults
     */
    public void refuseFaults() {
        if (!faults.isEmpty()) {
            throw new Refused(Problem.of(ProblemType.BAD_REQUEST, "A parameter is not as it must be.")
                    .with(faults));
        }
    }
}
