package org.huiliu.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request. Never carries the citizen's value itself.
 *
 * @param pointer JSON pointer (RFC 6901) to the spot; empty for the whole document
 * @param code short stable word, for example {@code required}, {@code pattern}, {@code enum}
 * @param detail what is wrong, in English
 * @param allowed what would be allowed, where that can be listed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        String pointer,
        String code,
        String detail,
        @Nullable List<String> allowed) {

    /** A fault whose allowed values cannot be listed. */
    public static Fault at(String pointer, String code, String detail) {
        return new Fault(pointer, code, detail, null);
    }

    /** A property that must be there and is not. */
    public static Fault missing(String pointer) {
        return at(pointer, "required", "This property is required here.");
    }

    /** A text of more characters than there may be. */
    public static Fault tooLong(String pointer, int most) {
        return at(pointer, "maxLength", "At most " + most + " characters.");
    }

    /** What is wrong with a text that must be there, as a reason for the audit must; nothing when it may stand. */
    public static List<Fault> ofText(String pointer, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            return List.of(missing(pointer));
        }
        return text.length() > most ? List.of(tooLong(pointer, most)) : List.of();
    }
}
