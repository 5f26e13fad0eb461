package org.huiliu.boot.partner;

import java.time.Duration;
import org.huiliu.delivery.signing.Scheme;
import org.jspecify.annotations.Nullable;

/**
 * What is tested and how, all by {@code -Dpartner.…} on Maven's command line.
 *
 * @param url base address of the receiving system ({@code partner.url})
 * @param contract {@code receiver-municipal}, {@code receiver-district} or {@code receiver-line} ({@code partner.contract})
 * @param scheme how requests are signed ({@code partner.scheme}, default {@code STANDARD_HMAC})
 * @param secret the hub's secret for that ({@code partner.secret}); absent: requests are not signed
 * @param appId what the receiver calls the hub ({@code partner.appId})
 * @param token a bearer token ({@code partner.token})
 * @param warnings whether the receiver has subscribed to warnings ({@code partner.warnings})
 * @param receipts whether it sends receipts that are to be looked at ({@code partner.receipts})
 * @param receiptsPort where they are awaited on this machine ({@code partner.receipts.port}, any free one by default)
 * @param receiptsUrl how the receiver reaches that port ({@code partner.receipts.url}, by default the loopback interface)
 * @param patience how long an answer or a receipt may take ({@code partner.seconds}, default 10)
 */
record Settings(
        String url,
        String contract,
        Scheme scheme,
        @Nullable String secret,
        String appId,
        @Nullable String token,
        boolean warnings,
        boolean receipts,
        int receiptsPort,
        @Nullable String receiptsUrl,
        Duration patience) {

    static Settings ofSystemProperties() {
        String url = System.getProperty("partner.url", "");
        if (url.isEmpty()) {
            throw new IllegalArgumentException("-Dpartner.url=… names the base address of the receiving system");
        }
        return new Settings(
                url.replaceAll("/+$", ""),
                System.getProperty("partner.contract", "receiver-municipal"),
                Scheme.valueOf(System.getProperty("partner.scheme", "STANDARD_HMAC")),
                System.getProperty("partner.secret"),
                System.getProperty("partner.appId", "huiliu"),
                System.getProperty("partner.token"),
                Boolean.getBoolean("partner.warnings"),
                Boolean.getBoolean("partner.receipts"),
                Integer.getInteger("partner.receipts.port", 0),
                System.getProperty("partner.receipts.url"),
                Duration.ofSeconds(Integer.getInteger("partner.seconds", 10)));
    }

    boolean line() {
        return contract.equals("receiver-line");
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return "Settings[" + url + " " + contract + "]";
    }
}
