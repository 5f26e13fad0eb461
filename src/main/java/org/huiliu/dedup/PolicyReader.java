package org.huiliu.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.huiliu.model.AppealType;
import org.huiliu.model.Domain;
import org.huiliu.model.Urgency;
import org.huiliu.platform.json.Pointers;
import org.huiliu.platform.problem.Fault;

/** Reads policies and gathers every fault with its JSON pointer, so that an operator mends them in one go. */
final class PolicyReader {
    private static final int MOST_POLICIES = 200;
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final List<String> FIELDS = List.of(
            "name", "zh", "when", "window", "radiusM", "attach", "ask", "recurrence", "commonParty", "mode", "raise");

    private final List<Fault> faults = new ArrayList<>();

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    List<RepeatPolicy> policies(JsonNode document) {
        List<RepeatPolicy> policies = new ArrayList<>();
        if (!document.isObject()) {
            fault("", "type", "an object with policies");
            return policies;
        }
        onlyFields(document, "", List.of("policies"));
        JsonNode list = document.path("policies");
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_POLICIES) {
            fault("/policies", "type", "an array of 1 to " + MOST_POLICIES + " policies");
            return policies;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String at = "/policies/" + i;
            if (!list.get(i).isObject()) {
                fault(at, "type", "an object");
                continue;
            }
            RepeatPolicy policy = policy(list.get(i), at);
            if (!policy.name().isEmpty() && !names.add(policy.name())) {
                fault(at + "/name", "unique", "another policy has this name");
            }
            boolean last = i == list.size() - 1;
            if (last && !policy.when().always()) {
                fault(at + "/when", "last", "the last policy must be for every matter: an empty object");
            }
            if (!last && policy.when().always()) {
                fault(at + "/when", "unreachable", "only the last policy may be for every matter");
            }
            policies.add(policy);
        }
        return policies;
    }

    private RepeatPolicy policy(JsonNode node, String at) {
        onlyFields(node, at, FIELDS);
        String name = text(node, at, "name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            fault(at + "/name", "pattern", "small letters, digits and hyphens, at most 64");
        }
        double attach = share(node, at, "attach");
        double ask = share(node, at, "ask");
        if (ask > attach) {
            fault(at + "/ask", "range", "not above attach");
        }
        return new RepeatPolicy(
                name,
                text(node, at, "zh"),
                when(node.path("when"), at + "/when"),
                duration(node, at, "window", true),
                radius(node, at),
                attach,
                ask,
                duration(node, at, "recurrence", false),
                flag(node, at, "commonParty"),
                mode(node, at),
                raise(node.path("raise"), at + "/raise"));
    }

    private RepeatPolicy.When when(JsonNode node, String at) {
        if (!node.isObject()) {
            fault(at, node.isMissingNode() ? "required" : "type", "an object, empty for every matter");
        }
        onlyFields(node, at, List.of("feeds", "domains", "categories", "appealTypes"));
        return new RepeatPolicy.When(
                texts(node.path("feeds"), at + "/feeds"),
                values(node.path("domains"), at + "/domains", Domain.class),
                texts(node.path("categories"), at + "/categories"),
                values(node.path("appealTypes"), at + "/appealTypes", AppealType.class));
    }

    private List<RepeatPolicy.Raise> raise(JsonNode node, String at) {
        List<RepeatPolicy.Raise> steps = new ArrayList<>();
        if (node.isMissingNode()) {
            return steps;
        }
        if (!node.isArray()) {
            fault(at, "type", "an array");
            return steps;
        }
        for (int i = 0; i < node.size(); i++) {
            JsonNode step = node.get(i);
            String here = at + "/" + i;
            onlyFields(step, here, List.of("callers", "urgency"));
            JsonNode callers = step.path("callers");
            if (!callers.isInt() || callers.intValue() < 2) {
                fault(here + "/callers", "range", "a whole number from 2");
            }
            Urgency urgency = value(step.path("urgency"), here + "/urgency", Urgency.class, Urgency.NORMAL);
            steps.add(new RepeatPolicy.Raise(callers.asInt(), urgency));
        }
        return steps;
    }

    private RepeatPolicy.Mode mode(JsonNode node, String at) {
        JsonNode mode = node.path("mode");
        return mode.isMissingNode()
                ? RepeatPolicy.Mode.ON
                : value(mode, at + "/mode", RepeatPolicy.Mode.class, RepeatPolicy.Mode.ON);
    }

    private String text(JsonNode node, String at, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > 100) {
            fault(at + "/" + field, value.isMissingNode() ? "required" : "type", "a text of 1 to 100 characters");
            return "";
        }
        return value.textValue();
    }

    private int radius(JsonNode node, String at) {
        JsonNode value = node.path("radiusM");
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > 50_000) {
            fault(at + "/radiusM", value.isMissingNode() ? "required" : "range", "whole metres from 1 to 50000");
            return 1;
        }
        return value.intValue();
    }

    private double share(JsonNode node, String at, String field) {
        JsonNode value = node.path(field);
        if (!value.isNumber() || value.doubleValue() <= 0 || value.doubleValue() > 1) {
            fault(at + "/" + field, value.isMissingNode() ? "required" : "range", "above 0, at most 1");
            return 1;
        }
        return value.doubleValue();
    }

    private boolean flag(JsonNode node, String at, String field) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            fault(at + "/" + field, "type", "true or false");
        }
        return value.asBoolean(false);
    }

    private Duration duration(JsonNode node, String at, String field, boolean required) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() && !required) {
            return Duration.ZERO;
        }
        try {
            Duration duration = value.isTextual() ? Duration.parse(value.textValue()) : Duration.ofSeconds(-1);
            boolean sound = required ? duration.compareTo(Duration.ZERO) > 0 : !duration.isNegative();
            if (sound && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // told below, with what would be allowed
        }
        fault(
                at + "/" + field,
                value.isMissingNode() ? "required" : "duration",
                "an ISO 8601 duration such as PT1H or P30D, at most P366D");
        return Duration.ZERO;
    }

    private Set<String> texts(JsonNode node, String at) {
        Set<String> texts = new LinkedHashSet<>();
        if (node.isMissingNode()) {
            return texts;
        }
        if (!node.isArray()) {
            fault(at, "type", "an array of texts");
            return texts;
        }
        for (int i = 0; i < node.size(); i++) {
            String text = node.get(i).isTextual() ? node.get(i).textValue() : "";
            if (text.isBlank() || text.length() > 100) {
                fault(at + "/" + i, "type", "a text of 1 to 100 characters");
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    private <E extends Enum<E>> Set<E> values(JsonNode node, String at, Class<E> type) {
        Set<E> values = new LinkedHashSet<>();
        if (node.isMissingNode()) {
            return values;
        }
        if (!node.isArray()) {
            fault(at, "type", "an array");
            return values;
        }
        for (int i = 0; i < node.size(); i++) {
            E first = type.getEnumConstants()[0];
            values.add(value(node.get(i), at + "/" + i, type, first));
        }
        return values;
    }

    private <E extends Enum<E>> E value(JsonNode node, String at, Class<E> type, E otherwise) {
        for (E constant : type.getEnumConstants()) {
            if (node.isTextual() && constant.name().equals(node.textValue())) {
                return constant;
            }
        }
        List<String> allowed =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        faults.add(new Fault(at, node.isMissingNode() ? "required" : "enum", "not one of the words", allowed));
        return otherwise;
    }

    private void onlyFields(JsonNode node, String at, List<String> known) {
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                faults.add(new Fault(Pointers.child(at, field), "unknown", "no such property", known));
            }
        });
    }

    private void fault(String pointer, String code, String detail) {
        faults.add(Fault.at(pointer, code, detail));
    }
}
