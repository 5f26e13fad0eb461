package org.huiliu.cases.rest;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.huiliu.cases.CaseFilter;
import org.huiliu.cases.SearchText;
import org.huiliu.model.CaseState;
import org.huiliu.model.Domain;
import org.huiliu.model.Mark;
import org.huiliu.model.Priority;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.NextPage;
import org.huiliu.platform.problem.PageParameters;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query of a list of cases. Every wrong parameter is named, not only the first. */
public class ListParameters {
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
    @Parameter(description = "标记 / Cases that have this mark.", schema = @Schema(implementation = Mark.class))
    @Nullable
    String mark;

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
     * @throws org.huiliu.platform.problem.Refused with every parameter that is wrong
     */
    CaseFilter filter() {
        PageParameters page = new PageParameters();
        CaseFilter filter = new CaseFilter(
                page.oneOf(CaseState.values(), state, "/state"),
                feed,
                page.oneOf(Domain.values(), domain, "/domain"),
                page.oneOf(Priority.values(), priority, "/priority"),
                division,
                category,
                target,
                page.oneOf(Mark.values(), mark, "/mark"),
                page.time(openedFrom, "/openedFrom"),
                page.time(openedTo, "/openedTo"),
                text(page),
                page.cursor(cursor),
                page.limit(limit));
        page.refuseFaults();
        return filter;
    }

    /** The same query, continued after a case. */
    String next(UUID last) {
        return NextPage.after(last, "/v1/cases")
                .with("state", state)
                .with("feed", feed)
                .with("domain", domain)
                .with("priority", priority)
                .with("division", division)
                .with("category", category)
                .with("target", target)
                .with("mark", mark)
                .with("openedFrom", openedFrom)
                .with("openedTo", openedTo)
                .with("q", q)
                .with("limit", limit)
                .address();
    }

    private SearchText.@Nullable Query text(PageParameters page) {
        if (q == null || q.isBlank()) {
            return null;
        }
        if (q.length() > LONGEST_TEXT) {
            page.add(Fault.at("/q", "length", "At most " + LONGEST_TEXT + " characters."));
            return null;
        }
        SearchText.Query query = SearchText.query(q);
        if (query.empty()) {
            page.add(Fault.at("/q", "empty", "It holds no letter, digit or ideograph."));
        }
        return query;
    }
}
