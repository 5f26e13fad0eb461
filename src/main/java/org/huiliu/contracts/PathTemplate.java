package org.huiliu.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths of OpenAPI with variables in braces. */
final class PathTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}/]+)}");

    private PathTemplate() {}

    static List<String> variables(String template) {
        List<String> found = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(template);
        while (variable.find()) {
            found.add(variable.group(1));
        }
        return found;
    }

    /** With its variables filled, each escaped; one without a value stays empty. */
    static String filled(String template, Map<String, String> values) {
        return template.indexOf('{') < 0
                ? template
                : VARIABLE.matcher(template)
                        .replaceAll(variable ->
                                Matcher.quoteReplacement(segment(values.getOrDefault(variable.group(1), ""))));
    }

    /** Of the values {@code .} and {@code ..} a segment would be another path. */
    private static String segment(String value) {
        return value.equals(".") || value.equals("..") ? value.replace(".", "%2E") : Parameter.escaped(value);
    }

    /** What matches the template, one group a variable in its order. */
    static Pattern pattern(String template) {
        StringBuilder pattern = new StringBuilder();
        Matcher variable = VARIABLE.matcher(template);
        int from = 0;
        while (variable.find()) {
            pattern.append(Pattern.quote(template.substring(from, variable.start())))
                    .append("([^/]+)");
            from = variable.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(template.substring(from))).toString());
    }
}
