package org.huiliu.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.huiliu.platform.json.HubJson;

/** The invented work order system of {@code contracts/targets/crm}. */
public final class Crm {
    private static final Path FOLDER = Path.of("contracts/targets/crm");

    private Crm() {}

    public static ObjectNode openapi() {
        return (ObjectNode) tree("openapi.yaml");
    }

    public static ObjectNode binding() {
        return (ObjectNode) tree("binding.json");
    }

    static Contract contract() {
        return Contract.uploaded("crm@1", OpenApi.read(openapi().toString()), HubJson.read(binding(), Binding.class));
    }

    private static JsonNode tree(String file) {
        try {
            return new YAMLMapper().readTree(Files.readString(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
