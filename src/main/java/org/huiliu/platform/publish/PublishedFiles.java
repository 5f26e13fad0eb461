package org.huiliu.platform.publish;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The contracts that anybody may read. Only files that are listed are held, in memory, by their exact name: a path is
 * looked up and never resolved, so none can lead elsewhere.
 */
@Path("/")
@PermitAll
public class PublishedFiles {
    private static final List<String> OPENAPI = List.of(
            "openapi/hub.yaml",
            "openapi/receiver-municipal.yaml",
            "openapi/receiver-district.yaml",
            "openapi/receiver-line.yaml");
    private static final String CASE_SCHEMA = "contracts/case/v1/case.schema.json";
    private static final List<String> SIGNING = List.of(
            "contracts/signing/README.md",
            "contracts/signing/primitives.json",
            "contracts/signing/standard-hmac.json",
            "contracts/signing/standard-ed25519.json",
            "contracts/signing/sorted-digest.json",
            "contracts/signing/hmac-sm3.json",
            "contracts/signing/sm2.json");
    private static final List<String> TARGETS = List.of(
            "contracts/targets/README.md",
            "contracts/targets/letters.json",
            "contracts/targets/crm/openapi.yaml",
            "contracts/targets/crm/binding.json");
    private static final String FEEDS = "contracts/feeds/";
    /** A class path cannot be listed in a native image. */
    private static final String FEEDS_INDEX = FEEDS + "index.txt";

    private static final Map<String, String> TYPES = Map.of(
            "yaml", "application/yaml",
            "json", "application/json",
            "csv", "text/csv;charset=UTF-8");
    private static final String TEXT = "text/plain;charset=UTF-8";

    private final Map<String, byte[]> files = new TreeMap<>();

    PublishedFiles() {
        OPENAPI.forEach(this::hold);
        hold(CASE_SCHEMA);
        SIGNING.forEach(this::hold);
        TARGETS.forEach(this::hold);
        hold(FEEDS_INDEX);
        byte[] index = files.getOrDefault(FEEDS_INDEX, new byte[0]);
        new String(index, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> hold(FEEDS + line));
    }

    @GET
    @Path("/openapi/{file}")
    @Operation(hidden = true)
    public RestResponse<byte[]> openapi(@RestPath String file) {
        return answer("openapi/" + file);
    }

    @GET
    @Path("/contracts/{path:.+}")
    @Operation(hidden = true)
    public RestResponse<byte[]> contract(@RestPath String path) {
        return answer("contracts/" + path);
    }

    private RestResponse<byte[]> answer(String name) {
        return Optional.ofNullable(files.get(name))
                .map(bytes -> RestResponse.ResponseBuilder.ok(bytes)
                        .header("Content-Type", typeOf(name))
                        .header("Cache-Control", "public, max-age=300")
                        .build())
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such published file.")
                        .response());
    }

    private static String typeOf(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), TEXT);
    }

    private void hold(String name) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            if (in != null) {
                files.put(name, in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
