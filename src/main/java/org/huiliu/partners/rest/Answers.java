package org.huiliu.partners.rest;

import java.util.Optional;
import java.util.function.Function;
import org.huiliu.partners.Edit;
import org.huiliu.partners.Entry;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.jboss.resteasy.reactive.RestResponse;

/** How entries of the register are answered: with their version as ETag. */
final class Answers {
    private static final int CREATED = 201;
    private static final int OK = 200;

    private Answers() {}

    static <T, V> RestResponse<V> read(Optional<Entry<T>> found, Function<Entry<T>, V> view) {
        return found.map(entry -> tagged(OK, entry, view))
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such entry.")
                        .response());
    }

    static <T, V> RestResponse<V> edited(Edit<T> edit, Function<Entry<T>, V> view) {
        return edit.fold(
                saved -> tagged(saved.created() ? CREATED : OK, saved.entry(), view), problem -> problem.response());
    }

    private static <T, V> RestResponse<V> tagged(int status, Entry<T> entry, Function<Entry<T>, V> view) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.fromStatusCode(status), view.apply(entry))
                .header("ETag", Precondition.tag(entry.version()))
                .build();
    }
}
