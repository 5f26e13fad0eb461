package org.huiliu.cases.pg;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.huiliu.cases.CaseFilter;
import org.huiliu.cases.Scope;
import org.jspecify.annotations.Nullable;

/** Conditions on {@code cases c} with their parameters; values never enter the text. */
final class Where {
    private static final String OPEN = "a.state NOT IN ('CANCELLED', 'RETURNED')";
    /** A unit has a case from its assignment to the step that takes it away: that step it is told. */
    private static final String OPEN_THEN = "a.created_at <= e.at AND (" + OPEN + " OR a.updated_at >= e.at)";

    private static final String OF_AGENCY = "EXISTS (SELECT 1 FROM assignment a JOIN target t ON t.code = a.target "
            + "WHERE a.case_id = c.id AND %s AND t.agency = ?)";
    private static final String OF_UNIT =
            "EXISTS (SELECT 1 FROM assignment a WHERE a.case_id = c.id AND %s AND a.target = ?)";
    private static final String IN_REACH =
            "(c.division ^@ ? AND c.privacy <> 'STRICT' AND EXISTS (SELECT 1 FROM agency g "
                    + "WHERE g.code = ? AND g.reach = 'DIVISION' AND ? ^@ g.division))";

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** The cases within a scope. */
    static Where within(Scope scope) {
        return within(scope, OPEN);
    }

    /** The cases that were within a scope when their event {@code e} happened. */
    static Where then(Scope scope) {
        return within(scope, OPEN_THEN);
    }

    private static Where within(Scope scope, String assigned) {
        return scope.fold(Where::city, agency -> agency(agency, OF_AGENCY.formatted(assigned)), unit -> new Where()
                .and(OF_UNIT.formatted(assigned), unit.target()));
    }

    private static Where city(Scope.City city) {
        Where where = new Where();
        if (city.division() == null) {
            return where.and("true");
        }
        return city.unsettled()
                ? where.and("(c.division ^@ ? OR c.division IS NULL)", city.division())
                : where.and("c.division ^@ ?", city.division());
    }

    private static Where agency(Scope.Agency agency, String assigned) {
        String division = agency.division();
        if (division == null) {
            return new Where().and(assigned, agency.code());
        }
        return new Where()
                .and(
                        "((" + assigned + " AND (c.division IS NULL OR c.division ^@ ?)) OR " + IN_REACH + ")",
                        agency.code(),
                        division,
                        division,
                        agency.code(),
                        division);
    }

    /** Adds a condition; each {@code ?} takes the next value. */
    Where and(String condition, Object... more) {
        text.append(text.isEmpty() ? "" : " AND ");
        int next = 0;
        for (int i = 0; i < condition.length(); i++) {
            if (condition.charAt(i) == '?') {
                text.append(place(more[next++]));
            } else {
                text.append(condition.charAt(i));
            }
        }
        return this;
    }

    /** Adds a condition when there is a value for it. */
    Where andIf(String condition, @Nullable Object value) {
        return value == null ? this : and(condition, value);
    }

    /** Adds a list's filter. */
    Where and(CaseFilter filter) {
        Where all = andIf("c.state = ?", name(filter.state()))
                .andIf("c.feed = ?", filter.feed())
                .andIf("c.domain = ?", name(filter.domain()))
                .andIf("c.priority = ?", name(filter.priority()))
                .andIf("c.division ^@ ?", filter.division())
                .andIf("c.category = ?", filter.category())
                .andIf(OF_UNIT.formatted(OPEN), filter.target())
                .andIf("c.opened_at >= ?", filter.openedFrom())
                .andIf("c.opened_at < ?", filter.openedTo())
                .andIf("c.id < ?", filter.before());
        if (filter.mark() != null) {
            // its name stands in the text, as in the conditions of the indexes on rare marks
            all = all.and("'" + filter.mark().name() + "' = ANY(c.marks)");
        }
        if (filter.text() != null) {
            all = all.and("c.search @@ (?::text)::tsquery", filter.text().tsquery());
            for (String term : filter.text().terms()) {
                all = all.and(
                        "strpos(lower(normalize(c.title || e'\\n' || coalesce(c.description, ''), NFKC)), ?) > 0",
                        term);
            }
        }
        return all;
    }

    /** The place of a value that is not part of a condition, for example a limit. */
    String place(Object value) {
        values.add(value);
        return "$" + values.size();
    }

    Tuple parameters() {
        return Tuple.from(values);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}
