package org.huiliu.platform.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;
import org.huiliu.platform.json.Pointers;
import org.huiliu.platform.problem.Fault;

/**
 * A validator's complaints in the hub's own words. They name the spot and what would be allowed, never the value: the
 * library's own messages quote it, and it may be a citizen's.
 *
 * @param whole what a property must belong to, for example "this contract"
 * @param rules whose rules these are, for example "the schema"
 * @param most faults that are told
 */
public record Complaints(String whole, String rules, int most) {

    /** The faults, their pointers behind the given one. */
    public List<Fault> faults(Collection<ValidationMessage> messages, String within) {
        return messages.stream()
                .limit(most)
                .map(message -> fault(message, within))
                .toList();
    }

    private Fault fault(ValidationMessage message, String within) {
        JsonNode rule = message.getSchemaNode();
        String keyword = message.getType();
        String at = within + pointer(message.getInstanceLocation());
        return switch (keyword) {
            case "required" -> Fault.at(Pointers.child(at, message.getProperty()), keyword, "is missing");
            case "additionalProperties", "unevaluatedProperties" ->
                Fault.at(Pointers.child(at, message.getProperty()), keyword, "is not a field of " + whole);
            case "type" -> new Fault(at, keyword, "is of the wrong type", listed(rule));
            case "enum", "const" -> new Fault(at, keyword, "is not one of the allowed values", listed(rule));
            case "pattern" -> new Fault(at, keyword, "does not have the allowed form", listed(rule));
            case "format" -> new Fault(at, keyword, "does not have the allowed format", listed(rule));
            case "maxLength" -> Fault.at(at, keyword, "is longer than " + rule.asText() + " characters");
            case "minLength" -> Fault.at(at, keyword, "is shorter than " + rule.asText() + " characters");
            case "maxItems" -> Fault.at(at, keyword, "has more than " + rule.asText() + " elements");
            case "minItems" -> Fault.at(at, keyword, "has fewer than " + rule.asText() + " elements");
            case "maximum" -> Fault.at(at, keyword, "is greater than " + rule.asText());
            case "minimum" -> Fault.at(at, keyword, "is less than " + rule.asText());
            default -> Fault.at(at, keyword, "breaks " + rules + "'s rule " + keyword);
        };
    }

    private static List<String> listed(JsonNode rule) {
        return rule.isArray()
                ? StreamSupport.stream(rule.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(rule.asText());
    }

    private static String pointer(JsonNodePath path) {
        String pointer = path.toString();
        return pointer.equals("/") ? "" : pointer;
    }
}
