package org.huiliu.delivery.signing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signs a request: every scheme that the receiver wants, under every secret that is valid now. */
public final class Signatures {
    /** Standard Webhooks. */
    public static final String WEBHOOK_ID = "webhook-id";

    public static final String WEBHOOK_TIMESTAMP = "webhook-timestamp";
    public static final String WEBHOOK_SIGNATURE = "webhook-signature";

    /** The styles with sorted parameters. */
    public static final String DELIVERY_ID = "Huiliu-Delivery-Id";

    public static final String APP_ID = "Huiliu-App-Id";
    public static final String TIMESTAMP = "Huiliu-Timestamp";
    public static final String NONCE = "Huiliu-Nonce";
    public static final String SIGNATURE = "Huiliu-Signature";

    private Signatures() {}

    /**
     * The headers that a signed request carries beside its own. Signatures of one style stand in one header with a space
     * between, each behind its tag and a comma; while a secret is being replaced there is one under each.
     */
    public static Map<String, String> headers(Message message, Stamp stamp, Map<Scheme, List<SigningKey>> keys) {
        List<String> standard = new ArrayList<>();
        List<String> sorted = new ArrayList<>();
        new TreeMap<>(keys).forEach((scheme, some) -> {
            byte[] content = scheme.content(message, stamp);
            some.forEach(key -> (scheme.standard() ? standard : sorted).add(scheme.tag() + "," + key.sign(content)));
        });
        Map<String, String> headers = new LinkedHashMap<>();
        if (!standard.isEmpty()) {
            headers.put(WEBHOOK_ID, message.id());
            headers.put(WEBHOOK_TIMESTAMP, Long.toString(stamp.at().getEpochSecond()));
            headers.put(WEBHOOK_SIGNATURE, String.join(" ", standard));
        }
        if (!sorted.isEmpty()) {
            headers.put(DELIVERY_ID, message.id());
            headers.put(APP_ID, stamp.appId());
            headers.put(TIMESTAMP, Long.toString(stamp.at().toEpochMilli()));
            headers.put(NONCE, stamp.nonce());
            headers.put(SIGNATURE, String.join(" ", sorted));
        }
        return headers;
    }
}
