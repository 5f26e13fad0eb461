package org.huiliu.routing;

import java.util.List;

/**
 * A condition as it was for one case.
 *
 * @param kind all, any, not, test
 * @param words the condition in one line
 * @param saw what a test found in its field; of a text only the words that it looked for
 */
public record Trace(String kind, String words, boolean holds, List<String> saw, List<Trace> parts) {

    static Trace of(String kind, String words, boolean holds, List<Condition> parts, Facts facts, Wording wording) {
        return new Trace(
                kind,
                words,
                holds,
                List.of(),
                parts.stream().map(part -> part.trace(facts, wording)).toList());
    }
}
