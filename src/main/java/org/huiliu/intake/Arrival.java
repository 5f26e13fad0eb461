package org.huiliu.intake;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One message as it came.
 *
 * @param client who sent it, from the token
 * @param idempotencyKey the sender's own key for this request
 * @param payload the bytes as received
 * @param mediaType {@code application/json} or {@code application/xml}
 * @param traceparent W3C, as the request named it; null: it named none
 */
public record Arrival(
        String feed,
        String client,
        @Nullable String idempotencyKey,
        byte[] payload,
        String mediaType,
        OffsetDateTime receivedAt,
        @Nullable String traceparent) {

    /** One of a request that names no trace. */
    public Arrival(
            String feed,
            String client,
            @Nullable String idempotencyKey,
            byte[] payload,
            String mediaType,
            OffsetDateTime receivedAt) {
        this(feed, client, idempotencyKey, payload, mediaType, receivedAt, null);
    }

    /** The media type of a JSON message. */
    public static final String JSON = "application/json";

    /** The media type of an XML message. */
    public static final String XML = "application/xml";

    /** Without the payload: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "Arrival[" + feed + ", " + payload.length + " bytes]";
    }
}
