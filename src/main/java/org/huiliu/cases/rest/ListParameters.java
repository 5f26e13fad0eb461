package org.huiliu.cases.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.huiliu.cases.CaseFilter;
import org.huiliu.cases.SearchText;
import org.huiliu.model.CaseState;
import org.huiliu.model.Domain;
import org.huiliu.model.Priority;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query of a list of cases. Every wrong parameter is named, not only the first. */
public class ListParameters {
    static final int USUAL = 50;
    static final int MOST = 200;
    private static final int LONGEST_TEXT = 100;

    @RestQuery
    @Parameter(schema = @Schema(implementation = CaseState.class))
    @Nullable
    String state;

    @RestQuery
    @Parameter(description = "Feed that opened the case.", example = "110")
    @Nullable
    String feed;

    @RestQuery
    @Parameter(schema = @Schema(implementation = Domain.class))
    @Nullable
    String domain;

    @RestQuery
    @Parameter(schema = @Schema(implementation = Priority.class))
    @Nullable
    String priority;

    @RestQuery
    @Parameter(description = "Prefix of the division code.", example = "320302")
    @Nullable
    String division;

    @RestQuery
    @Parameter(description = "Code of the category.")
    @Nullable
    String category;

    @RestQuery
    @Parameter(description = "Code of a unit that has the case.", example = "district-320302")
    @Nullable
    String target;

    @RestQuery
    @Parameter(description = "Opened at or after, RFC 3339.", example = "2026-01-01T00:00:00+08:00")
    @Nullable
    String openedFrom;

    @RestQuery
    @Parameter(description = "Opened before, RFC 3339.")
    @Nullable
    String openedTo;

    @RestQuery
    @Parameter(
            description = "Full text in title and description: all words, divided by spaces, must be there.",
            example = "噪音 中山路")
    @Nullable
    String q;

    @RestQuery
    @Parameter(description = "Id of the last case of the page before.")
    @Nullable
    String cursor;

    @RestQuery
    @Parameter(schema = @Schema(minimum = "1", maximum = "200", defaultValue = "50", type = SchemaType.INTEGER))
    @Nullable
    String limit;

    /**
     * The filter that the parameters ask for.
     *
     * @throws Refused with every parameter that is wrong
     */
    CaseFilter filter() {
        List<Fault> faults = new ArrayList<>();
        CaseFilter filter = new CaseFilter(
                oneOf(CaseState.values(), state, "/state", faults),
                feed,
                oneOf(Domain.values(), domain, "/domain", faults),
                oneOf(Priority.values(), priority, "/priority", faults),
                division,
                category,
                target,
                time(openedFrom, "/openedFrom", faults),
                time(openedTo, "/openedTo", faults),
                text(faults),
                parsed(cursor, UUID::fromString, "/cursor", "Not a cursor of this list.", faults),
                limit(limit, USUAL, faults));
        refuse(faults);
        return filter;
    }

    /**
     * Ends the request if anything is wrong with it.
     *
     * @throws Refused with all faults
     */
    static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new Refused(Problem.of(ProblemType.BAD_REQUEST, "A parameter is not as it must be.")
                    .with(faults));
        }
    }

    /** The event after which a page begins; 0 for the first page. */
    static long event(@Nullable String value, List<Fault> faults) {
        Long id = parsed(value, Long::valueOf, "/after", "Not the id of an event.", faults);
        return id == null ? 0 : id;
    }

    /** The number of entries on a page. */
    static int limit(@Nullable String value, int usual, List<Fault> faults) {
        Integer number = parsed(value, Integer::valueOf, "/limit", "Not a number.", faults);
        int limit = number == null ? usual : number;
        if (limit < 1 || limit > MOST) {
            faults.add(Fault.at("/limit", "range", "From 1 to " + MOST + "."));
        }
        return limit;
    }

    /** The same query, continued after a case. */
    String next(UUID last) {
        StringBuilder query = new StringBuilder("/v1/cases?cursor=").append(last);
        add(query, "state", state);
        add(query, "feed", feed);
        add(query, "domain", domain);
        add(query, "priority", priority);
        add(query, "division", division);
        add(query, "category", category);
        add(query, "target", target);
        add(query, "openedFrom", openedFrom);
        add(query, "openedTo", openedTo);
        add(query, "q", q);
        add(query, "limit", limit);
        return query.toString();
    }

    private SearchText.@Nullable Query text(List<Fault> faults) {
        if (q == null || q.isBlank()) {
            return null;
        }
        if (q.length() > LONGEST_TEXT) {
            faults.add(Fault.at("/q", "length", "At most " + LONGEST_TEXT + " characters."));
            return null;
        }
        SearchText.Query query = SearchText.query(q);
        if (query.empty()) {
            faults.add(Fault.at("/q", "empty", "It holds no letter, digit or ideograph."));
        }
        return query;
    }

    private static @Nullable OffsetDateTime time(@Nullable String value, String pointer, List<Fault> faults) {
        // a plus sign that was not escaped arrives as a space
        Function<String, OffsetDateTime> parse = text -> OffsetDateTime.parse(text.replace(' ', '+'));
        return parsed(value, parse, pointer, "Not a time with offset as in RFC 3339.", faults);
    }

    private static <E extends Enum<E>> @Nullable E oneOf(
            E[] values, @Nullable String value, String pointer, List<Fault> faults) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        for (E one : values) {
            if (one.name().equals(value)) {
                return one;
            }
        }
        faults.add(new Fault(
                pointer,
                "enum",
                "Not one of the values that are allowed.",
                Arrays.stream(values).map(Enum::name).toList()));
        return null;
    }

    private static <T> @Nullable T parsed(
            @Nullable String value, Function<String, T> parse, String pointer, String wrong, List<Fault> faults) {
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

    private static void add(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
