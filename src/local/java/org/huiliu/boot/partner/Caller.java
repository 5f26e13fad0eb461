package org.huiliu.boot.partner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.huiliu.contracts.Contract;
import org.huiliu.contracts.PublishedContracts;
import org.huiliu.delivery.signing.Message;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.delivery.signing.Signatures;
import org.huiliu.delivery.signing.SigningKey;
import org.huiliu.delivery.signing.Stamp;
import org.huiliu.model.DeliveryKind;

/** Calls the receiving system as the hub would. */
final class Caller {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final Settings settings;
    private final Clock clock;
    private final Contract contract;

    Caller(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.contract = Objects.requireNonNull(
                new PublishedContracts().all().get(settings.contract()), "no contract " + settings.contract());
    }

    /** The receiving system did not answer. */
    static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Silent(String message) {
            super(message);
        }
    }

    /** How a request is signed. */
    enum Signing {
        RIGHT,
        /** By a secret that nobody knows. */
        FOREIGN,
        /** One by a secret that nobody knows, then the right one: as while a secret is being replaced. */
        BOTH,
        /** Right, but the body was changed afterwards. */
        CHANGED,
        /** Right, but made an hour ago. */
        OLD,
        NONE
    }

    Answer send(Letter letter) {
        return send(letter, letter.bytes(), Signing.RIGHT);
    }

    Answer send(Letter letter, Signing signing) {
        return send(letter, letter.bytes(), signing);
    }

    Answer send(Letter letter, byte[] body, Signing signing) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(letter.path()))
                .timeout(settings.patience())
                .method(letter.method(), HttpRequest.BodyPublishers.ofByteArray(body))
                .setHeader("Content-Type", "application/json")
                .setHeader("Accept", "application/json, application/problem+json")
                .setHeader("Huiliu-Delivery-Id", letter.deliveryId());
        if (letter.kind() != DeliveryKind.WARNING) {
            request = request.setHeader("Huiliu-Case-Revision", Integer.toString(letter.revision()));
        }
        byte[] signed = signing == Signing.CHANGED ? "{}".getBytes(StandardCharsets.UTF_8) : body;
        signatures(letter.deliveryId(), letter.method(), letter.path(), signed, signing)
                .forEach(request::setHeader);
        return answer(letter.kind(), request);
    }

    /** Asks where a case stands. */
    Answer ask(String caseId) {
        String path = "/cases/" + caseId;
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(settings.patience())
                .GET()
                .setHeader("Accept", "application/json, application/problem+json");
        signatures(caseId, "GET", path, new byte[0], Signing.RIGHT).forEach(request::setHeader);
        return answer(null, request);
    }

    private Answer answer(@org.jspecify.annotations.Nullable DeliveryKind kind, HttpRequest.Builder request) {
        if (settings.token() != null) {
            request = request.setHeader("Authorization", "Bearer " + settings.token());
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            List<String> breaches = kind == null
                    ? List.of()
                    : contract.read(kind, answer.statusCode(), answer.body(), true).faults().stream()
                            .map(fault -> fault.pointer() + " " + fault.code())
                            .toList();
            return new Answer(answer.statusCode(), body(answer.body()), breaches);
        } catch (IOException e) {
            throw new Silent("没有回答 / no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Silent("interrupted");
        }
    }

    private Map<String, String> signatures(String id, String method, String path, byte[] body, Signing signing) {
        if (settings.secret() == null || signing == Signing.NONE) {
            return Map.of();
        }
        Scheme scheme = settings.scheme();
        SigningKey right = scheme.key(settings.secret());
        SigningKey foreign = scheme.key(foreign(scheme));
        Instant at = signing == Signing.OLD ? clock.instant().minus(Duration.ofHours(1)) : clock.instant();
        List<SigningKey> keys =
                switch (signing) {
                    case FOREIGN -> List.of(foreign);
                    case BOTH -> List.of(foreign, right);
                    default -> List.of(right);
                };
        return new LinkedHashMap<>(Signatures.headers(
                new Message(id, method, uri(path).getRawPath(), body),
                Stamp.fresh(at, settings.appId()),
                Map.of(scheme, keys)));
    }

    /** A secret of the right form that is not the receiver's. */
    private static String foreign(Scheme scheme) {
        return switch (scheme) {
            case STANDARD_HMAC -> "whsec_bm9ib2R5LWtub3dzLXRoaXMtc2VjcmV0LWF0LWFsbA==";
            case STANDARD_ED25519, SM2 -> scheme.fresh();
            case SORTED_DIGEST, HMAC_SM3 -> "nobody-knows-this-secret";
        };
    }

    private URI uri(String path) {
        return URI.create(settings.url() + path);
    }

    private static JsonNode body(byte[] bytes) {
        try {
            return JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
