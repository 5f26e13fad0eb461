package org.huiliu.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huiliu.contracts.OpenApi.Operation;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.json.Pointers;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/** A contract ready for work: letters become messages that keep it, answers are judged by it. */
public final class Contract {
    /** What a target of cases must be able to take. */
    private static final Set<DeliveryKind> OF_A_CASE =
            Set.of(DeliveryKind.CREATE, DeliveryKind.UPDATE, DeliveryKind.RECALL);

    private final String name;
    private final Map<DeliveryKind, Call> calls;
    private final @Nullable Operation lookUp;

    private Contract(String name, Map<DeliveryKind, Call> calls, @Nullable Operation lookUp) {
        this.name = name;
        this.calls = calls;
        this.lookUp = lookUp;
    }

    /** An operation with the expressions that fill it. */
    private record Call(
            Operation operation,
            Map<String, Parameter> parameters,
            Map<String, Mapping> values,
            Set<String> byAccess,
            @Nullable Mapping mapping,
            @Nullable Shape body,
            Answering answering) {}

    /**
     * Compiles a contract.
     *
     * @param name with its version, {@code crm@3}; one of the hub's own is named without
     * @param lookUp the operation that tells whether the receiver has a case; absent when there is none
     * @throws Unfit with all faults; pointers begin with {@code /openapi} or {@code /binding}
     */
    static Contract of(String name, OpenApi document, Binding binding, @Nullable String lookUp) {
        List<Fault> faults = new ArrayList<>();
        needed(binding, faults);
        Dialect dialect = new Dialect(document);
        Map<DeliveryKind, Call> calls = new EnumMap<>(DeliveryKind.class);
        binding.calls().forEach((kind, call) -> {
            try {
                calls.put(kind, call(document, dialect, binding, call, "/binding/calls/" + kind));
            } catch (Unfit unfit) {
                unfit.faults().stream().map(Contract::inDocument).forEach(faults::add);
            }
        });
        if (!faults.isEmpty()) {
            throw new Unfit(faults.stream().distinct().toList());
        }
        return new Contract(
                name, calls, lookUp == null ? null : document.operation(lookUp).orElseThrow());
    }

    /**
     * Compiles an uploaded contract.
     *
     * @param reference with its version, {@code crm@3}
     * @throws Unfit with all faults; pointers begin with {@code /openapi} or {@code /binding}
     */
    public static Contract uploaded(String reference, OpenApi document, Binding binding) {
        return of(reference, document, binding, null);
    }

    private static void needed(Binding binding, List<Fault> faults) {
        Set<DeliveryKind> there = binding.calls().keySet();
        if (there.isEmpty()) {
            faults.add(new Fault(
                    "/binding/calls",
                    "required",
                    "Which operations take CREATE, UPDATE and RECALL, or ANSWER.",
                    List.of("CREATE", "UPDATE", "RECALL", "ANSWER", "WARNING")));
        } else if (!there.contains(DeliveryKind.ANSWER) || there.stream().anyMatch(OF_A_CASE::contains)) {
            OF_A_CASE.stream()
                    .filter(kind -> !there.contains(kind))
                    .sorted()
                    .forEach(kind -> faults.add(Fault.at(
                            "/binding/calls/" + kind,
                            "required",
                            "Who is given a case must be able to take " + kind + " too.")));
        }
    }

    private static Fault inDocument(Fault fault) {
        return fault.pointer().startsWith("/binding")
                ? fault
                : new Fault("/openapi" + fault.pointer(), fault.code(), fault.detail(), fault.allowed());
    }

    private static Call call(OpenApi document, Dialect dialect, Binding binding, Binding.Call call, String spot) {
        Operation operation = document.operation(call.operation())
                .orElseThrow(() -> new Unfit(List.of(new Fault(
                        spot + "/operation",
                        "operation",
                        "The document has no such operation.",
                        document.operations().stream()
                                .map(Operation::id)
                                .limit(50)
                                .toList()))));
        if (!Set.of("POST", "PUT", "PATCH", "DELETE").contains(operation.method())) {
            throw new Unfit(spot + "/operation", "method", "A delivery is not sent by " + operation.method() + ".");
        }
        List<Fault> faults = new ArrayList<>();
        Map<String, Parameter> parameters = Parameter.of(document, dialect, operation);
        Map<String, Mapping> values = values(call, parameters, spot, faults);
        Set<String> byAccess = Set.copyOf(binding.byAccess());
        for (Parameter one : parameters.values()) {
            boolean given = values.containsKey(one.name()) || one.written() || byAccess.contains(one.name());
            if (one.required() && !given || one.in().equals("path") && !values.containsKey(one.name())) {
                faults.add(Fault.at(
                        Pointers.child(spot + "/parameters", one.name()),
                        "required",
                        "The operation requires this parameter (" + one.in() + ")."));
            }
        }
        for (String variable : PathTemplate.variables(operation.path())) {
            if (!parameters.containsKey(variable)) {
                faults.add(Fault.at(operation.spot(), "parameter", "The path's {" + variable + "} is not described."));
            }
        }
        JsonNode content =
                document.resolved(operation.node().path("requestBody")).path("content");
        JsonNode schema = Answering.json(content);
        if (!content.isEmpty() && schema.isMissingNode()) {
            faults.add(Fault.at(operation.spot() + "/requestBody/content", "media-type", "The hub sends JSON."));
        }
        if (!faults.isEmpty()) {
            throw new Unfit(faults);
        }
        Binding.Answer reading = call.answer() != null
                ? call.answer()
                : binding.answer() != null ? binding.answer() : Binding.Answer.NONE;
        return new Call(
                operation,
                parameters,
                values,
                byAccess,
                call.body() == null ? null : Mapping.compile(spot + "/body", call.body()),
                schema.isMissingNode() ? null : Shape.of(document, dialect, schema, operation.spot() + "/requestBody"),
                Answering.of(
                        document,
                        dialect,
                        operation,
                        reading,
                        call.answer() != null ? spot + "/answer" : "/binding/answer"));
    }

    private static Map<String, Mapping> values(
            Binding.Call call, Map<String, Parameter> parameters, String spot, List<Fault> faults) {
        Map<String, Mapping> values = new LinkedHashMap<>();
        call.parameters().forEach((name, jslt) -> {
            String at = Pointers.child(spot + "/parameters", name);
            Parameter described = parameters.get(name);
            if (described == null) {
                faults.add(Fault.at(at, "parameter", "The operation has no parameter of this name."));
            } else {
                described
                        .forbidden()
                        .ifPresentOrElse(
                                why -> faults.add(Fault.at(at, "parameter", why)),
                                () -> values.put(name, Mapping.compile(at, jslt)));
            }
        });
        return values;
    }

    /** With its version, {@code crm@3}; one of the hub's own is named without. */
    public String name() {
        return name;
    }

    /** The kinds of deliveries that it takes. */
    public Set<DeliveryKind> kinds() {
        return calls.keySet();
    }

    /** What is sent for a letter, or where it would break the contract. Never quotes the letter. */
    public Message write(DeliveryKind kind, JsonNode letter) {
        Call call = calls.get(kind);
        if (call == null) {
            return new Message.Breach(List.of(Fault.at("", "contract", "contract " + name + " takes no " + kind)));
        }
        try {
            List<Fault> faults = new ArrayList<>();
            JsonNode body = body(call, letter, faults);
            Map<String, String> values = values(call, letter, faults);
            return faults.isEmpty()
                    ? new Message.Fit(
                            call.operation().method(), path(call, values), headers(call, values), bytes(call, body))
                    : new Message.Breach(faults);
        } catch (Unfit failed) {
            return new Message.Breach(failed.faults());
        }
    }

    private static JsonNode body(Call call, JsonNode letter, List<Fault> faults) {
        JsonNode body = call.mapping() == null ? letter : call.mapping().apply(letter);
        if (call.body() != null) {
            faults.addAll(call.body().faults(body, ""));
        }
        return body;
    }

    private static Map<String, String> values(Call call, JsonNode letter, List<Fault> faults) {
        if (call.values().isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter one : call.parameters().values()) {
            Mapping mapping = call.values().get(one.name());
            if (mapping != null) {
                JsonNode value = mapping.apply(letter);
                faults.addAll(one.faults(value));
                if (one.in().equals("path") && value.asText("").isEmpty()) {
                    faults.add(Fault.at(Pointers.child("/parameters", one.name()), "required", "is missing"));
                }
                if (value.isValueNode() && !value.isNull()) {
                    values.put(one.name(), value.asText());
                }
            }
        }
        return values;
    }

    private static String path(Call call, Map<String, String> values) {
        String path = PathTemplate.filled(call.operation().path(), values);
        StringBuilder query = new StringBuilder();
        values.forEach((name, value) -> {
            Parameter described = call.parameters().get(name);
            if (described != null && described.in().equals("query")) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(Parameter.escaped(name))
                        .append('=')
                        .append(Parameter.escaped(value));
            }
        });
        return path + query;
    }

    private static Map<String, String> headers(Call call, Map<String, String> values) {
        Map<String, String> headers = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Parameter described = call.parameters().get(name);
            if (described != null && described.in().equals("header")) {
                headers.put(name, value);
            }
        });
        return headers;
    }

    private static byte[] bytes(Call call, JsonNode body) {
        try {
            return call.body() == null && call.mapping() == null || body instanceof NullNode
                    ? new byte[0]
                    : HubJson.mapper().writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree has always a JSON form", e);
        }
    }

    /** The method and path of a kind whose path depends on the case alone, as those of the hub's own contracts do. */
    public Message.Fit again(DeliveryKind kind, String caseId, byte[] body) {
        Call call = calls.get(kind);
        if (call == null) {
            throw new IllegalArgumentException(name + " takes no " + kind);
        }
        return new Message.Fit(
                call.operation().method(),
                PathTemplate.filled(call.operation().path(), Map.of("caseId", caseId)),
                Map.of(),
                body);
    }

    /** Where the receiver can be asked whether it has a case; absent when the contract has no such operation. */
    public Optional<String> lookUp(String caseId) {
        return lookUp == null
                ? Optional.empty()
                : Optional.of(PathTemplate.filled(lookUp.path(), Map.of("caseId", caseId)));
    }

    /** What an answer says. A body that is not whole was cut off: it is longer than anyone needs. */
    public Said read(DeliveryKind kind, int status, byte[] body, boolean whole) {
        Call call = calls.get(kind);
        return call == null
                ? new Said(Said.Word.AS_STATUS, null, "NO_REASON_GIVEN", List.of())
                : call.answering().read(status, body, whole);
    }
}
