package org.huiliu.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.huiliu.platform.json.HubJson;

/**
 * What an operator is shown of a request or an answer. In the hub's own forms the contact is masked and health is for
 * triage, as when the case is read. In a form that others made nobody knows which property holds a name: of its texts only
 * those are shown that are codes, numbers or times, of the others how long they are.
 */
public enum Shown {
    /** To who decides about cases: health too. */
    TRIAGE,
    /** To other operators. */
    OTHERS;

    private static final int LONGEST_CODE = 64;
    /** Words of a protocol: no spaces, no signs beyond ASCII. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:/+-]{1," + LONGEST_CODE + "}");
    /** Digits of a telephone, an id card or a bank card, also parted by spaces or dashes, wherever they stand. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![0-9A-Za-z])\\+?[0-9](?:[ -]?[0-9]){6,18}[Xx]?(?![0-9A-Za-z])");

    private static final Pattern TIME_OR_ID =
            Pattern.compile("[0-9]{4}-[01][0-9]-[0-3][0-9](?:[T ]?[0-9:.]{4,18}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
                    + "|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final int KEPT_FRONT = 3;
    private static final int KEPT_END = 2;
    private static final Set<String> PERSONAL = Set.of("contact", "parties");

    /** The hub's own form of a body. */
    public JsonNode ofOurs(byte[] body) {
        return read(body, this::ours);
    }

    /** A body or an answer in somebody else's form. */
    public JsonNode ofTheirs(byte[] body) {
        return read(body, this::theirs);
    }

    private interface Masking {
        JsonNode apply(String name, JsonNode node);
    }

    private static JsonNode read(byte[] bytes, Masking masking) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return masking.apply("", HubJson.mapper().readTree(text));
        } catch (JsonProcessingException cutOffOrNoJson) {
            // other signs than ASCII may be a name
            return TextNode.valueOf(numbers(text).replaceAll("[^\\x09\\x0a\\x0d\\x20-\\x7e]+", "*"));
        }
    }

    private JsonNode ours(String name, JsonNode node) {
        if (PERSONAL.contains(name)) {
            return theirs(name, node);
        }
        if (name.equals("medical") && this == OTHERS) {
            return TextNode.valueOf("***");
        }
        return node.isTextual() ? TextNode.valueOf(numbers(node.textValue())) : children(name, node, this::ours);
    }

    private JsonNode theirs(String name, JsonNode node) {
        if (node.isTextual()) {
            String text = node.textValue();
            if (text.isEmpty() || TIME_OR_ID.matcher(text).matches()) {
                return node;
            }
            String masked = numbers(text);
            return TextNode.valueOf(
                    CODE.matcher(masked.replace('*', '.')).matches() && !personal(name)
                            ? masked
                            : masked.matches("[0-9*+Xx -]+")
                                    ? masked
                                    : "***(" + text.codePointCount(0, text.length()) + ")");
        }
        // a number as long as a telephone's
        return node.isIntegralNumber() && NUMBER.matcher(node.asText()).matches()
                ? TextNode.valueOf(numbers(node.asText()))
                : children(name, node, this::theirs);
    }

    /** A name in Latin letters looks like a code: then the property's own name tells. */
    private static boolean personal(String property) {
        return property.matches("(?i).*(name|xm|lxr|mc|addr|dz|card|zjh).*")
                || property.codePoints().anyMatch(sign -> sign > 127);
    }

    private static JsonNode children(String name, JsonNode node, Masking masking) {
        if (node.isObject()) {
            ObjectNode shown = HubJson.mapper().createObjectNode();
            node.properties().forEach(one -> shown.set(one.getKey(), masking.apply(one.getKey(), one.getValue())));
            return shown;
        }
        if (node.isArray()) {
            ArrayNode shown = HubJson.mapper().createArrayNode();
            node.forEach(one -> shown.add(masking.apply(name, one)));
            return shown;
        }
        return node;
    }

    private static String numbers(String text) {
        return NUMBER.matcher(text).replaceAll(Shown::masked);
    }

    private static String masked(MatchResult found) {
        String number = found.group();
        return TIME_OR_ID.matcher(number).matches()
                ? number
                : number.substring(0, KEPT_FRONT) + "****" + number.substring(number.length() - KEPT_END);
    }
}
