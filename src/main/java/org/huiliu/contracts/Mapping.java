package org.huiliu.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.time.Clocks;

/**
 * A JSLT expression of a binding, compiled once. Beside what the language has the hub lends it {@code time(value,
 * pattern)}, a time of a letter in China's own time and the wanted form, and {@code clip(text, max)}; each gives null for
 * what it cannot read, so that the field is absent.
 */
final class Mapping {
    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_TIME_PATTERN = 64;

    private final String spot;
    private final Expression expression;

    private Mapping(String spot, Expression expression) {
        this.spot = spot;
        this.expression = expression;
    }

    /**
     * Compiles an expression.
     *
     * @param spot where it stands, for faults
     * @throws Unfit when it does not compile
     */
    static Mapping compile(String spot, String jslt) {
        if (jslt.length() > LONGEST) {
            throw new Unfit(List.of(Fault.tooLong(spot, LONGEST)));
        }
        try {
            return new Mapping(
                    spot,
                    new Parser(new StringReader(jslt))
                            .withSource(spot)
                            .withFunctions(List.of(
                                    new Lent("time", (value, pattern) -> time(value, pattern.asText())),
                                    new Lent("clip", (text, most) -> clip(text, most.asInt()))))
                            .withResourceResolver(module -> {
                                throw new JsltException("a mapping stands alone, it may not import " + module);
                            })
                            .compile());
        } catch (JsltException broken) {
            String line =
                    broken.getLine() < 1 ? "" : "Line " + broken.getLine() + ", column " + broken.getColumn() + ": ";
            throw new Unfit(spot, "jslt", line + broken.getMessageWithoutLocation());
        } catch (StackOverflowError nested) {
            throw new Unfit(spot, "jslt", "It is nested too deeply.");
        }
    }

    /**
     * Applies it. Its own message may quote a letter, so only the spot is told.
     *
     * @throws Unfit when it fails on this value
     */
    JsonNode apply(JsonNode value) {
        try {
            return expression.apply(value);
        } catch (JsltException failed) {
            String line = failed.getLine() < 1 ? "" : " at line " + failed.getLine() + ", column " + failed.getColumn();
            throw new Unfit(spot, "mapping", "The mapping failed" + line + ".");
        } catch (RuntimeException | StackOverflowError failed) {
            throw new Unfit(
                    spot, "mapping", "The mapping failed (" + failed.getClass().getSimpleName() + ").");
        }
    }

    private static JsonNode time(JsonNode value, String pattern) {
        if (!value.isTextual() || pattern.length() > LONGEST_TIME_PATTERN) {
            return NullNode.getInstance();
        }
        try {
            return TextNode.valueOf(DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                    .format(OffsetDateTime.parse(value.textValue()).atZoneSameInstant(Clocks.CHINA)));
        } catch (DateTimeException | IllegalArgumentException unreadable) {
            return NullNode.getInstance();
        }
    }

    private static JsonNode clip(JsonNode text, int most) {
        if (!text.isTextual() || most < 1) {
            return NullNode.getInstance();
        }
        String whole = text.textValue();
        return whole.codePointCount(0, whole.length()) <= most
                ? text
                : TextNode.valueOf(whole.substring(0, whole.offsetByCodePoints(0, most - 1))
                                .strip() + "…");
    }

    /** The body of a function of two arguments. */
    private interface Body {
        JsonNode call(JsonNode first, JsonNode second);
    }

    private record Lent(String name, Body body) implements Function {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getMinArguments() {
            return 2;
        }

        @Override
        public int getMaxArguments() {
            return 2;
        }

        @Override
        public JsonNode call(JsonNode context, JsonNode[] arguments) {
            return body.call(arguments[0], arguments[1]);
        }
    }
}
