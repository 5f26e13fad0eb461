package org.huiliu.normalize;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a phone number in one form: ASCII digits, without separators, country code and extension. A masked number
 * ({@code 138****0001}) is none: compared as one it would join strangers.
 */
final class PhoneNumbers {
    /** The first number of a field that may hold several, or a number with an extension. */
    private static final Pattern FIRST = Pattern.compile(
            "\\s*(\\+?[\\d\\s()\\-.]+?)\\s*(?:(?:[/;,、]|转|#|ext).*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern SEPARATORS = Pattern.compile("[\\s()\\-.]");
    /** +86 and 0086 always, a bare 86 only before a mobile number: 0869 is a valid beginning of others. */
    private static final Pattern COUNTRY = Pattern.compile("(?:\\+86|0086)(?=\\d)|86(?=1\\d{10}$)");

    private PhoneNumbers() {}

    static Optional<String> read(@Nullable String text) {
        if (text == null || text.length() > 64) {
            return Optional.empty();
        }
        Matcher first = FIRST.matcher(Ascii.of(text));
        if (!first.matches()) {
            return Optional.empty();
        }
        String digits = SEPARATORS.matcher(first.group(1)).replaceAll("");
        Matcher country = COUNTRY.matcher(digits);
        String national = country.lookingAt() ? digits.substring(country.end()) : digits;
        // 110 has 3 digits, a number abroad at most 15 (E.164).
        return national.length() >= 3 && national.length() <= 15 && national.charAt(0) != '+'
                ? Optional.of(national)
                : Optional.empty();
    }
}
