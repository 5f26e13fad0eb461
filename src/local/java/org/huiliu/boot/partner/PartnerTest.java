package org.huiliu.boot.partner;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * {@code mvn -q -Prun compile exec:java@partner -Dpartner.url=… -Dpartner.contract=receiver-municipal}: tests a receiving system and
 * prints a line a check and one JSON object at the end. Ends with status 1 when a check has failed.
 */
public final class PartnerTest {
    private PartnerTest() {}

    public static void main(String[] args) {
        Report report = run(Settings.ofSystemProperties(), new PrintStream(System.out, true, StandardCharsets.UTF_8));
        if (report.failed() > 0) {
            System.exit(1);
        }
    }

    /** Tests one system; a line is printed as soon as its check is over. */
    static Report run(Settings settings, PrintStream out) {
        out.printf("接收方测试 / testing %s by %s%n%n", settings.url(), settings.contract());
        try (ReceiptDesk desk = settings.receipts() ? ReceiptDesk.open(settings.receiptsPort()) : null) {
            Report report = new Suite(new Caller(settings, Clock.systemUTC()), settings, desk).run(out);
            out.println();
            out.println(report.json());
            return report;
        }
    }
}
