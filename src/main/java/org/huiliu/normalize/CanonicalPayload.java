package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;

/**
 * The one form in which payloads are compared: leaves are strings, trimmed, line ends as in XML; what is empty is
 * dropped; keys are sorted. JSON and XML of one message meet here, so that they are the same message.
 */
final class CanonicalPayload {
    /** Deeper than any line's message; shallow enough for every recursion behind it. */
    static final int MAX_DEPTH = 64;

    /** Characters in one string: forty times the longest text that a line's own rules allow. */
    static final int MAX_STRING = 200_000;

    /** Characters in one property name: names appear in pointers, and no field of a line comes near. */
    static final int MAX_NAME = 256;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CanonicalPayload() {}

    static ObjectNode read(byte[] payload, PayloadFormat format) throws Refusal {
        Faults faults = new Faults();
        JsonNode root =
                format == PayloadFormat.JSON ? JsonPayload.read(payload, faults) : XmlPayload.read(payload, faults);
        faults.throwIfAny();
        return root instanceof ObjectNode object ? object : NODES.objectNode();
    }

    /** SHA-256 of the canonical JSON as 64 hex digits. */
    static String hash(ObjectNode canonical) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(HubJson.mapper().writeValueAsBytes(canonical)));
        } catch (NoSuchAlgorithmException | JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of strings cannot fail to be written", impossible);
        }
    }

    /** A leaf in canonical form, or the missing node when nothing is left of it. */
    static JsonNode leaf(String raw, Pointed at, Faults faults) {
        int from = 0;
        int to = raw.length();
        while (from < to && isBlank(raw.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(raw.charAt(to - 1))) {
            to--;
        }
        if (from == to) {
            return MissingNode.getInstance();
        }
        String trimmed = raw.substring(from, to);
        // Here and not in the parsers alone: Jackson's limit does not hold for texts that it reads in place.
        if (trimmed.length() > MAX_STRING) {
            faults.add(at.pointer(), "too-large", "is too long", "at most " + MAX_STRING + " characters");
            return MissingNode.getInstance();
        }
        String text = trimmed.indexOf('\r') < 0
                ? trimmed
                : trimmed.replace("\r\n", "\n").replace('\r', '\n');
        checkCharacters(text, at, faults);
        return TextNode.valueOf(text);
    }

    /** Reports what neither PostgreSQL nor UTF-8 can hold. */
    static void checkCharacters(String text, Pointed at, Faults faults) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                faults.add(at.pointer(), "nul-character", "holds a NUL character", "text without U+0000");
                return;
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    faults.add(
                            at.pointer(), "unpaired-surrogate", "holds half a character", "whole Unicode characters");
                    return;
                }
                i++;
            }
        }
    }

    static JsonNode object(SortedMap<String, JsonNode> properties) {
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<String, JsonNode> property : properties.entrySet()) {
            if (!property.getValue().isMissingNode()) {
                object.set(property.getKey(), property.getValue());
            }
        }
        return object.isEmpty() ? MissingNode.getInstance() : object;
    }

    static JsonNode array(List<JsonNode> elements) {
        ArrayNode array = NODES.arrayNode(elements.size());
        for (JsonNode element : elements) {
            if (!element.isMissingNode()) {
                array.add(element);
            }
        }
        return array.isEmpty() ? MissingNode.getInstance() : array;
    }

    private static boolean isBlank(char c) {
        // Besides Java's white space (with U+3000): the no-break space and the byte order mark that exports leave.
        return Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff';
    }

    /** A spot in the payload, turned into text only when something is wrong there. */
    @FunctionalInterface
    interface Pointed {
        String pointer();
    }

    /** What is wrong with the values of a payload that could be parsed. */
    static final class Faults {
        private final List<Fault> faults = new ArrayList<>();

        void add(String pointer, String code, String detail, String allowed) {
            if (faults.size() < Rejected.MOST_FAULTS) {
                faults.add(new Fault(pointer, code, detail, List.of(allowed)));
            }
        }

        void throwIfAny() throws Refusal {
            if (!faults.isEmpty()) {
                throw Refusal.of(Rejected.Kind.BREAKS_CONTRACT, faults);
            }
        }
    }
}
