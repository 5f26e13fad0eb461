package org.huiliu.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.huiliu.platform.json.Pointers;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a document that people write and gathers every fault with its JSON pointer. */
final class Spots {
    static final int LONGEST_TEXT = 500;

    private final List<Fault> faults = new ArrayList<>();

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    boolean sound() {
        return faults.isEmpty();
    }

    void fault(String at, String code, String detail) {
        faults.add(Fault.at(at, code, detail));
    }

    void fault(String at, String code, String detail, List<String> allowed) {
        faults.add(new Fault(at, code, detail, allowed));
    }

    /** Whether it is an object; unknown properties are faults. */
    boolean object(JsonNode node, String at, List<String> known) {
        if (!node.isObject()) {
            fault(at, node.isMissingNode() ? "required" : "type", "an object");
            return false;
        }
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                fault(Pointers.child(at, field), "unknown", "no such property", known);
            }
        });
        return true;
    }

    /** The items of an array; none and a fault if it is no array or of the wrong length. */
    List<JsonNode> items(JsonNode node, String at, int least, int most) {
        if (!node.isArray() || node.size() < least || node.size() > most) {
            fault(at, node.isMissingNode() ? "required" : "type", "an array of " + least + " to " + most);
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>(node.size());
        node.forEach(items::add);
        return items;
    }

    /** A text; empty and a fault if it is none. */
    String text(JsonNode node, String at, int longest) {
        String text = node.isTextual() ? node.textValue() : "";
        if (text.isBlank() || text.length() > longest || text.indexOf('\0') >= 0) {
            fault(at, node.isMissingNode() ? "required" : "type", "a text of 1 to " + longest + " characters");
            return "";
        }
        return text;
    }

    /** One text or several. */
    List<String> texts(JsonNode node, String at, int most, int longest) {
        if (node.isTextual()) {
            return List.of(text(node, at, longest));
        }
        List<String> texts = new ArrayList<>();
        int place = 0;
        for (JsonNode item : items(node, at, 1, most)) {
            texts.add(text(item, at + "/" + place++, longest));
        }
        return texts;
    }

    int integer(JsonNode node, String at, int least, int most, int otherwise) {
        if (absent(node)) {
            return otherwise;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            fault(at, "range", "a whole number from " + least + " to " + most);
            return otherwise;
        }
        return node.intValue();
    }

    double decimal(JsonNode node, String at, double least, double most) {
        if (!node.isNumber() || !(node.doubleValue() >= least && node.doubleValue() <= most)) {
            fault(at, node.isMissingNode() ? "required" : "range", "a number from " + least + " to " + most);
            return least;
        }
        return node.doubleValue();
    }

    @Nullable
    BigDecimal number(JsonNode node, String at) {
        if (absent(node)) {
            return null;
        }
        // the scale of 1E1000000000 is a number that nobody wants to add up
        if (!node.isNumber()
                || !Double.isFinite(node.doubleValue())
                || Math.abs(node.decimalValue().scale()) > 30
                || node.asText().length() > 30) {
            fault(at, "type", "a number");
            return null;
        }
        return node.decimalValue();
    }

    @Nullable
    OffsetDateTime time(JsonNode node, String at) {
        if (absent(node)) {
            return null;
        }
        try {
            return OffsetDateTime.parse(node.asText());
        } catch (DateTimeException e) {
            fault(at, "format", "a time with offset, for example 2026-01-01T00:00:00+08:00");
            return null;
        }
    }

    /** One of the names of an enumeration. */
    <E extends Enum<E>> Optional<E> oneOf(JsonNode node, String at, E[] all) {
        for (E one : all) {
            if (node.isTextual() && one.name().equals(node.textValue())) {
                return Optional.of(one);
            }
        }
        fault(
                at,
                node.isMissingNode() ? "required" : "enum",
                "not one of these",
                Arrays.stream(all).map(Enum::name).toList());
        return Optional.empty();
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
