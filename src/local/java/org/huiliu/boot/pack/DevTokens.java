package org.huiliu.boot.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.huiliu.boot.embedded.LocalIdentities;

/** Tokens of the local run's users and clients, fetched where {@code /dev} says. */
final class DevTokens {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonNode dev;
    private final Map<String, String> known = new HashMap<>();

    /**
     * Asks a local run for its secrets.
     *
     * @param hub its address without a slash at the end
     */
    DevTokens(String hub) {
        dev = send(HttpRequest.newBuilder(URI.create(hub + "/dev")).build());
    }

    /** What the base addresses of its sandbox's targets begin with. */
    String sandbox() {
        String municipal = dev.at("/sandbox/municipal").asText();
        return municipal.substring(0, municipal.lastIndexOf('/'));
    }

    /** The token of a user or client; one for each is enough for a load. */
    synchronized String of(String who) {
        return known.computeIfAbsent(who, this::fetch);
    }

    private String fetch(String who) {
        HttpRequest.Builder question = HttpRequest.newBuilder(
                        URI.create(dev.path("tokenEndpoint").asText()))
                .header("Content-Type", "application/x-www-form-urlencoded");
        String form = LocalIdentities.user(who)
                .map(user -> "grant_type=password&client_id=" + LocalIdentities.CONSOLE + "&username=" + coded(who)
                        + "&password=" + coded(user.password()))
                .orElse("grant_type=client_credentials");
        LocalIdentities.client(who).ifPresent(one -> {
            String login =
                    Base64.getEncoder().encodeToString((who + ":" + one.secret()).getBytes(StandardCharsets.UTF_8));
            var unused = question.header("Authorization", "Basic " + login);
        });
        return send(question.POST(HttpRequest.BodyPublishers.ofString(form)).build())
                .path("access_token")
                .asText();
    }

    private JsonNode send(HttpRequest request) {
        try {
            return JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " (does the local run run?)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
