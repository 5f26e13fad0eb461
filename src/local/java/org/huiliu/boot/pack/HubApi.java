package org.huiliu.boot.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The hub's API in the hands of somebody who loads a pack. */
final class HubApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String hub;
    private final UnaryOperator<String> tokens;

    /**
     * The API of a hub.
     *
     * @param hub its address without a slash at the end
     * @param tokens gives the bearer token of a user or client of the local identities
     */
    HubApi(String hub, UnaryOperator<String> tokens) {
        this.hub = hub;
        this.tokens = tokens;
    }

    /**
     * What the hub answered.
     *
     * @param etag for {@code If-Match}; absent where there is none
     */
    record Answer(int status, @Nullable String etag, JsonNode body) {
        boolean ok() {
            return status < 300;
        }

        /** This answer, unless it refuses. */
        Answer orFail(String what) {
            if (!ok()) {
                throw new IllegalStateException(what + " was refused with " + status + ": " + body);
            }
            return this;
        }
    }

    Answer get(String who, String path) {
        return exchange(who, path, null, builder -> builder.GET());
    }

    Answer put(String who, String path, JsonNode body, @Nullable String ifMatch) {
        return exchange(who, path, ifMatch, builder -> builder.header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
    }

    Answer post(String who, String path, @Nullable JsonNode body, @Nullable String ifMatch) {
        return exchange(
                who,
                path,
                ifMatch,
                builder -> body == null
                        ? builder.POST(HttpRequest.BodyPublishers.noBody())
                        : builder.header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
    }

    private Answer exchange(
            String who, String path, @Nullable String ifMatch, UnaryOperator<HttpRequest.Builder> method) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hub + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + tokens.apply(who));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        try {
            HttpResponse<String> answer =
                    client.send(method.apply(request).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = answer.body().isBlank() ? JSON.nullNode() : JSON.readTree(answer.body());
            return new Answer(
                    answer.statusCode(), answer.headers().firstValue("ETag").orElse(null), body);
        } catch (IOException e) {
            throw new UncheckedIOException(hub + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
