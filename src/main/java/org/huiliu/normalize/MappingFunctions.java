package org.huiliu.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huiliu.model.Point;
import org.jspecify.annotations.Nullable;

/**
 * What the hub lends to a feed's mapping: {@code code(table, value)}, {@code time(value)}, {@code point(lon, lat[,
 * method])}, {@code phone(value)}, {@code division(code, address…)}, {@code ascii(text)}, {@code clip(text, max)}. Each gives null for what it
 * cannot read, so that the field is absent.
 */
final class MappingFunctions {
    private static final JsonNode NOTHING = NullNode.getInstance();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    // China with its seas; outside of it a coordinate is swapped, zero or a wrong field.
    private static final double WEST = 73;
    private static final double EAST = 136;
    private static final double SOUTH = 3;
    private static final double NORTH = 54;

    private final Map<String, CodeTable> tables;
    private final TimeStyles times;
    private final Point.Datum datum;
    private final DivisionResolver divisions;
    private final @Nullable String within;

    MappingFunctions(
            Map<String, CodeTable> tables,
            TimeStyles times,
            Point.Datum datum,
            DivisionResolver divisions,
            @Nullable String within) {
        this.tables = tables;
        this.times = times;
        this.datum = datum;
        this.divisions = divisions;
        this.within = within;
    }

    List<Function> all() {
        return List.of(
                new Named("code", 2, 2, this::code),
                new Named("time", 1, 1, this::time),
                new Named("point", 2, 3, this::point),
                new Named("phone", 1, 1, MappingFunctions::phone),
                new Named("division", 1, 8, this::division),
                new Named("ascii", 1, 1, MappingFunctions::ascii),
                new Named("clip", 2, 2, MappingFunctions::clip));
    }

    private JsonNode code(JsonNode[] arguments) {
        CodeTable table = tables.get(arguments[0].asText());
        if (table == null) {
            throw new JsltException("there is no code table " + arguments[0].asText());
        }
        String value = text(arguments[1]);
        ObjectNode row = value == null ? null : table.row(value);
        return row == null ? NOTHING : row;
    }

    private JsonNode time(JsonNode[] arguments) {
        return times.read(text(arguments[0]))
                .<JsonNode>map(time -> TextNode.valueOf(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)))
                .orElse(NOTHING);
    }

    private JsonNode point(JsonNode[] arguments) {
        Optional<Double> lon = degrees(arguments[0]);
        Optional<Double> lat = degrees(arguments[1]);
        if (lon.isEmpty() || lat.isEmpty() || !isInChina(lon.get(), lat.get())) {
            return NOTHING;
        }
        ObjectNode point = NODES.objectNode();
        point.put("lon", lon.get());
        point.put("lat", lat.get());
        point.put("datum", datum.name());
        if (arguments.length == 3 && text(arguments[2]) != null) {
            point.put("method", text(arguments[2]));
        }
        return point;
    }

    private static boolean isInChina(double lon, double lat) {
        return lon >= WEST && lon <= EAST && lat >= SOUTH && lat <= NORTH;
    }

    private static Optional<Double> degrees(JsonNode value) {
        String text = text(value);
        if (text == null || text.length() > 32) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(Ascii.of(text)).doubleValue());
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static JsonNode phone(JsonNode[] arguments) {
        return PhoneNumbers.read(text(arguments[0]))
                .<JsonNode>map(TextNode::valueOf)
                .orElse(NOTHING);
    }

    private JsonNode division(JsonNode[] arguments) {
        List<String> addresses = new ArrayList<>();
        Arrays.stream(arguments).skip(1).map(MappingFunctions::text).forEach(address -> {
            if (address != null) {
                addresses.add(address);
            }
        });
        return divisions
                .resolve(text(arguments[0]), addresses, within)
                .<JsonNode>map(resolved -> {
                    ObjectNode division = NODES.objectNode();
                    division.put("division", resolved.code());
                    division.put("divisionResolvedBy", resolved.by().name());
                    return division;
                })
                .orElse(NOTHING);
    }

    private static JsonNode ascii(JsonNode[] arguments) {
        String text = text(arguments[0]);
        return text == null ? NOTHING : TextNode.valueOf(Ascii.of(text));
    }

    private static JsonNode clip(JsonNode[] arguments) {
        String text = text(arguments[0]);
        if (text == null) {
            return NOTHING;
        }
        int max = arguments[1].asInt();
        if (max < 1) {
            throw new JsltException("clip leaves at least one character");
        }
        if (text.codePointCount(0, text.length()) <= max) {
            return TextNode.valueOf(text);
        }
        return TextNode.valueOf(
                text.substring(0, text.offsetByCodePoints(0, max - 1)).strip() + "…");
    }

    private static @Nullable String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.isMissingNode() ? value.asText() : null;
    }

    /** The body of a function. */
    private interface Body {
        JsonNode call(JsonNode[] arguments);
    }

    /** A function under its name in the mapping language. */
    private record Named(String name, int least, int most, Body body) implements Function {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getMinArguments() {
            return least;
        }

        @Override
        public int getMaxArguments() {
            return most;
        }

        @Override
        public JsonNode call(JsonNode context, JsonNode[] arguments) {
            return body.call(arguments);
        }
    }
}
