package org.huiliu.contracts;

import static org.huiliu.model.DeliveryKind.ANSWER;
import static org.huiliu.model.DeliveryKind.CREATE;
import static org.huiliu.model.DeliveryKind.RECALL;
import static org.huiliu.model.DeliveryKind.UPDATE;
import static org.huiliu.model.DeliveryKind.WARNING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hub's own contracts, {@code openapi/receiver-*.yaml}: whoever implements one needs no binding. */
@ApplicationScoped
public class PublishedContracts {
    private static final Map<String, String> OF_THE_CASE = Map.of("caseId", ".caseId");
    private static final Binding.Answer ANSWERS = new Binding.Answer(".receivedAs", ".reason", null, null, null);
    private static final Binding FOR_CASES = new Binding(
            Map.of(
                    CREATE, call("createCase", Map.of()),
                    UPDATE, call("updateCase", OF_THE_CASE),
                    RECALL, call("recallCase", OF_THE_CASE),
                    WARNING, call("receiveWarning", Map.of())),
            ANSWERS,
            List.of());
    private static final Binding FOR_LINES =
            new Binding(Map.of(ANSWER, call("takeAnswer", Map.of())), ANSWERS, List.of());

    // not static: a native image must not compile expressions while it is built
    private final Map<String, Contract> all = Map.of(
            "receiver-municipal",
            Contract.of("receiver-municipal", document("receiver-municipal"), FOR_CASES, "getCaseStatus"),
            "receiver-district",
            Contract.of("receiver-district", document("receiver-district"), FOR_CASES, "getCaseStatus"),
            "receiver-line",
            Contract.of("receiver-line", document("receiver-line"), FOR_LINES, null));

    /** By name. */
    public Map<String, Contract> all() {
        return all;
    }

    private static Binding.Call call(String operation, Map<String, String> parameters) {
        return new Binding.Call(operation, parameters, null, null);
    }

    /** The examples that a contract gives of an operation's body, by name. */
    static Map<String, ObjectNode> examples(String contract, String operation) {
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        document(contract)
                .operation(operation)
                .orElseThrow()
                .node()
                .at("/requestBody/content/application~1json/examples")
                .fields()
                .forEachRemaining(example -> found.put(
                        example.getKey(), example.getValue().path("value").deepCopy()));
        return found;
    }

    private static OpenApi document(String name) {
        try (InputStream yaml = PublishedContracts.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("no resource openapi/" + name + ".yaml");
            }
            return OpenApi.read(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
