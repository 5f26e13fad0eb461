package org.huiliu.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.huiliu.contracts.OpenApi.Operation;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Answers as a receiver would that keeps a contract: a request that breaks it is told where, another gets the answer that
 * the contract describes. It remembers nothing of what it was sent.
 */
public final class Mock {
    private static final Pattern WANTED = Pattern.compile("(?:^|[;, ])code=(\\d{3})(?:$|[;, ])");

    private final OpenApi document;
    private final Map<Operation, Pattern> paths = new LinkedHashMap<>();
    /** Compiled when they are first asked: what nobody calls need not be sound. */
    private final Map<Operation, Expected> expected = new ConcurrentHashMap<>();

    private final Dialect dialect;
    private final Examples examples;

    /** A receiver of this contract. */
    public Mock(OpenApi document) {
        this.document = document;
        document.operations().forEach(one -> {
            var none = paths.put(one, PathTemplate.pattern(one.path()));
        });
        this.dialect = new Dialect(document);
        this.examples = new Examples(document);
    }

    /** What a request for an operation must be. */
    private record Expected(
            List<String> variables,
            Collection<Parameter> parameters,
            boolean bodyRequired,
            @Nullable Shape body) {}

    private Expected expected(Operation operation) {
        JsonNode described = document.resolved(operation.node().path("requestBody"));
        JsonNode schema = Answering.json(described.path("content"));
        return new Expected(
                PathTemplate.variables(operation.path()),
                Parameter.of(document, dialect, operation).values(),
                described.path("required").asBoolean(),
                schema.isMissingNode() ? null : Shape.of(document, dialect, schema, operation.spot()));
    }

    /**
     * A request.
     *
     * @param path below the base URL, still escaped
     * @param query by name, of several values the first
     * @param header gives a header's value
     */
    public record Request(
            String method,
            String path,
            Map<String, String> query,
            Function<String, @Nullable String> header,
            byte[] body) {}

    /** What it answers. */
    public sealed interface Answer {
        /** Reads it: exactly one of the functions is called. */
        <T> T fold(Function<Known, T> known, Function<Broken, T> broken, Function<Unknown, T> unknown);
    }

    /** The contract's own answer. */
    public record Known(int status, @Nullable JsonNode body, String mediaType) implements Answer {
        @Override
        public <T> T fold(Function<Known, T> known, Function<Broken, T> broken, Function<Unknown, T> unknown) {
            return known.apply(this);
        }
    }

    /** The request breaks the contract at these spots. */
    public record Broken(List<Fault> faults) implements Answer {
        @Override
        public <T> T fold(Function<Known, T> known, Function<Broken, T> broken, Function<Unknown, T> unknown) {
            return broken.apply(this);
        }
    }

    /** The contract has no such operation; it has these. */
    public record Unknown(List<String> operations) implements Answer {
        @Override
        public <T> T fold(Function<Known, T> known, Function<Broken, T> broken, Function<Unknown, T> unknown) {
            return unknown.apply(this);
        }
    }

    /** Answers; the header {@code Prefer: code=503} chooses among the answers that the contract has. */
    public Answer answer(Request request) {
        for (Map.Entry<Operation, Pattern> one : paths.entrySet()) {
            Operation operation = one.getKey();
            Matcher path = one.getValue().matcher(request.path());
            if (operation.method().equals(request.method()) && path.matches()) {
                List<Fault> faults = faults(expected.computeIfAbsent(operation, this::expected), path, request);
                return faults.isEmpty() ? answer(operation, request) : new Broken(faults);
            }
        }
        return new Unknown(document.operations().stream()
                .map(one -> one.method() + " " + one.path())
                .toList());
    }

    private static List<Fault> faults(Expected expected, Matcher path, Request request) {
        List<Fault> faults = new ArrayList<>();
        for (Parameter one : expected.parameters()) {
            int variable = expected.variables().indexOf(one.name());
            String value =
                    switch (one.in()) {
                        case "path" -> variable < 0 ? null : unescaped(path.group(variable + 1));
                        case "query" -> request.query().get(one.name());
                        case "header" -> request.header().apply(one.name());
                        default -> null;
                    };
            if (!one.name().equalsIgnoreCase("authorization")) {
                faults.addAll(one.faults(value == null ? MissingNode.getInstance() : TextNode.valueOf(value)));
            }
        }
        Shape shape = expected.body();
        if (request.body().length == 0) {
            if (expected.bodyRequired()) {
                faults.add(Fault.at("", "required", "the body is missing"));
            }
        } else if (shape != null) {
            json(request.body())
                    .ifPresentOrElse(
                            body -> faults.addAll(shape.faults(body, "")),
                            () -> faults.add(Fault.at("", "json", "the body is no JSON")));
        }
        return faults;
    }

    private Known answer(Operation operation, Request request) {
        JsonNode responses = operation.node().path("responses");
        String wanted = wanted(request.header().apply("Prefer"));
        String chosen = wanted != null && responses.has(wanted) ? wanted : success(responses);
        JsonNode content = document.resolved(responses.path(chosen)).path("content");
        int status = chosen.matches("\\d{3}") ? Integer.parseInt(chosen) : 200;
        for (var types = content.fields(); types.hasNext(); ) {
            var type = types.next();
            if (type.getKey().contains("json")) {
                return new Known(status, examples.of(type.getValue()), type.getKey());
            }
        }
        return new Known(status, null, "application/json");
    }

    private static @Nullable String wanted(@Nullable String prefer) {
        Matcher code = WANTED.matcher(prefer == null ? "" : prefer);
        return code.find() ? code.group(1) : null;
    }

    private static String success(JsonNode responses) {
        for (var statuses = responses.fieldNames(); statuses.hasNext(); ) {
            String status = statuses.next();
            if (status.startsWith("2")) {
                return status;
            }
        }
        return "default";
    }

    private static Optional<JsonNode> json(byte[] body) {
        try {
            return Optional.of(HubJson.mapper().readTree(body));
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        } catch (IOException impossible) {
            return Optional.empty();
        }
    }

    private static String unescaped(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }
}
