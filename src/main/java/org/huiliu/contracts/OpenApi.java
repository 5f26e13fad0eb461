package org.huiliu.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huiliu.platform.json.Pointers;
import org.huiliu.platform.problem.Fault;

/**
 * An OpenAPI document (3.0 or 3.1), read as a tree. It stands alone: every reference must lead to a spot inside, and
 * nothing is ever fetched.
 */
public final class OpenApi {
    /** In bytes, as UTF-8. */
    public static final int LARGEST = 2 * 1024 * 1024;

    private static final int MOST_FAULTS = 50;
    private static final int MOST_HOPS = 20;
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final JsonNode tree;
    private final Map<String, Operation> operations;

    private OpenApi(JsonNode tree, Map<String, Operation> operations) {
        this.tree = tree;
        this.operations = operations;
    }

    /**
     * Reads a document, YAML or JSON.
     *
     * @throws Unfit when it is too large, is neither, is no OpenAPI 3, or refers to what is not inside
     */
    public static OpenApi read(String text) {
        if (text.length() > LARGEST || text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw new Unfit("", "size", "At most " + LARGEST + " bytes.");
        }
        return of(text.stripLeading().startsWith("{") ? parsed(JSON, text) : yaml(text));
    }

    private static JsonNode yaml(String text) {
        try (JsonParser parser = YAML.createParser(text)) {
            // an alias would be read as the text of its name
            while (parser.nextToken() != null) {
                if (((YAMLParser) parser).isCurrentAlias()) {
                    throw new Unfit(
                            "",
                            "yaml",
                            "Line " + parser.currentLocation().getLineNr() + ": YAML aliases are not taken.");
                }
            }
        } catch (IOException broken) {
            throw unreadable(broken);
        }
        return parsed(YAML, text);
    }

    private static JsonNode parsed(ObjectMapper mapper, String text) {
        try {
            JsonNode tree = mapper.readTree(text);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException broken) {
            throw unreadable(broken);
        }
    }

    private static Unfit unreadable(IOException broken) {
        String spot = broken instanceof JsonProcessingException known && known.getLocation() != null
                ? "Line " + known.getLocation().getLineNr() + ", column "
                        + known.getLocation().getColumnNr() + ": "
                : "";
        return new Unfit("", "parse", spot + "it is neither YAML nor JSON that can be read.");
    }

    private static OpenApi of(JsonNode tree) {
        if (!tree.isObject()) {
            throw new Unfit("", "type", "An OpenAPI document is an object.");
        }
        String version = tree.path("openapi").asText("");
        if (!version.matches("3\\.[01]\\.\\d{1,3}")) {
            throw new Unfit(List.of(new Fault(
                    "/openapi",
                    "version",
                    tree.has("swagger")
                            ? "Swagger 2.0 is not taken: convert it to OpenAPI 3.0 first."
                            : "Which version of OpenAPI it is.",
                    List.of("3.0.x", "3.1.x"))));
        }
        List<Fault> faults = new ArrayList<>();
        references(tree, tree, "", faults);
        if (!tree.path("paths").isObject() || tree.path("paths").isEmpty()) {
            faults.add(Fault.missing("/paths"));
        }
        if (!faults.isEmpty()) {
            throw new Unfit(faults);
        }
        return new OpenApi(tree, operations(tree));
    }

    private static void references(JsonNode tree, JsonNode node, String at, List<Fault> faults) {
        if (faults.size() >= MOST_FAULTS) {
            return;
        }
        if (node.isObject()) {
            node.fields().forEachRemaining(child -> {
                String spot = Pointers.child(at, child.getKey());
                if (child.getKey().equals("$ref") && child.getValue().isTextual()) {
                    reference(tree, child.getValue().textValue(), spot, faults);
                } else if (!child.getKey().equals("example")) {
                    references(tree, child.getValue(), spot, faults);
                }
            });
        } else {
            for (int i = 0; i < node.size(); i++) {
                references(tree, node.get(i), at + "/" + i, faults);
            }
        }
    }

    private static void reference(JsonNode tree, String target, String spot, List<Fault> faults) {
        if (!target.startsWith("#/")) {
            faults.add(Fault.at(
                    spot, "external-reference", "Nothing is fetched: put what it means into this document (#/…)."));
        } else if (at(tree, target).isMissingNode()) {
            faults.add(Fault.at(spot, "dangling-reference", "There is nothing at this place of the document."));
        }
    }

    private static JsonNode at(JsonNode tree, String reference) {
        try {
            return tree.at(reference.substring(1));
        } catch (IllegalArgumentException noPointer) {
            return MissingNode.getInstance();
        }
    }

    private static Map<String, Operation> operations(JsonNode tree) {
        Map<String, Operation> found = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        tree.path("paths").fields().forEachRemaining(path -> {
            JsonNode item = resolved(tree, path.getValue());
            item.fields().forEachRemaining(entry -> {
                if (METHODS.contains(entry.getKey())) {
                    String spot = Pointers.child(Pointers.child("/paths", path.getKey()), entry.getKey());
                    String method = entry.getKey().toUpperCase(Locale.ROOT);
                    String id = entry.getValue().path("operationId").asText(method + " " + path.getKey());
                    Operation one = new Operation(id, method, path.getKey(), spot, item, entry.getValue());
                    if (found.putIfAbsent(id, one) != null) {
                        faults.add(Fault.at(spot + "/operationId", "unique", "Another operation has this id."));
                    }
                }
            });
        });
        if (!faults.isEmpty()) {
            throw new Unfit(faults);
        }
        return found;
    }

    /** What a node stands for, itself unless it is a reference. */
    static JsonNode resolved(JsonNode tree, JsonNode node) {
        JsonNode found = node;
        for (int hop = 0; found.path("$ref").isTextual() && hop < MOST_HOPS; hop++) {
            found = at(tree, found.path("$ref").textValue());
        }
        return found;
    }

    JsonNode resolved(JsonNode node) {
        return resolved(tree, node);
    }

    /** Whether it is 3.1, of which a comparison is not to be relied upon. */
    public boolean newer() {
        return tree.path("openapi").asText().startsWith("3.1");
    }

    JsonNode tree() {
        return tree;
    }

    JsonNode components() {
        return tree.path("components");
    }

    /** An operation by its operationId, or by {@code POST /path} where it has none. */
    Optional<Operation> operation(String id) {
        return Optional.ofNullable(operations.get(id));
    }

    /** All operations, in the order of the document. */
    Collection<Operation> operations() {
        return operations.values();
    }

    /**
     * One operation.
     *
     * @param spot JSON pointer to it
     * @param item the path item in which it stands
     */
    record Operation(String id, String method, String path, String spot, JsonNode item, JsonNode node) {}
}
