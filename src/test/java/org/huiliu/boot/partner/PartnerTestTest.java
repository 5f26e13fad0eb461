package org.huiliu.boot.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.huiliu.boot.partner.Report.Verdict;
import org.huiliu.boot.sandbox.Sandbox;
import org.huiliu.delivery.signing.Scheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The partner test finds nothing wrong with a sound receiver, and with an unsound one exactly what is wrong. */
class PartnerTestTest {
    private static final String SECRET = "whsec_aW52ZW50ZWQtc2VjcmV0LW9mLXRoZS1zYW5kYm94IQ==";
    private static final String VERIFY =
            "\"verify\": {\"scheme\": \"STANDARD_HMAC\", \"key\": \"" + SECRET + "\"}, \"receipts\": true";

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(0);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aSoundReceiverPassesEveryCheck() throws Exception {
        for (String target : List.of("municipal", "district-320302", "line-110")) {
            turn(target, "{" + VERIFY + "}");
        }
        assertThat(wrong(report("municipal", "receiver-municipal"))).isEmpty();
        assertThat(wrong(report("district-320302", "receiver-district"))).isEmpty();
        assertThat(wrong(report("line-110", "receiver-line"))).isEmpty();
    }

    @Test
    void everyMistakeIsFoundByItsOwnCheck() throws Exception {
        assertThat(found("DOUBLES")).containsExactly("create.repeat", "create.together", "update.repeat");
        assertThat(found("TAKES_OLDER")).containsExactly("update.older");
        assertThat(found("TAKES_ANYTHING")).containsExactly("malformed.json", "malformed.missing", "malformed.type");
        assertThat(found("TRUSTS_ANYBODY"))
                .containsExactly("signature.foreign", "signature.changed", "signature.old", "signature.none");
        assertThat(found("ONE_SIGNATURE")).containsExactly("signature.both");
        assertThat(found("FORGETS")).containsExactly("status.known", "update.takes", "update.older");
        assertThat(found("NEW_RECEIPT_ID")).containsExactly("receipt.again");
        assertThat(found("STUBBORN_RECEIPTS")).containsExactly("receipt.late");
    }

    @Test
    void theReportEndsWithOneJsonObjectAndNamesNoSecret() throws Exception {
        turn("municipal", "{" + VERIFY + ", \"shares\": {\"BROKEN_JSON\": 1}}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Report report = PartnerTest.run(settings("municipal", "receiver-municipal"), print(out));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(wrong(report)).contains("create.answer");
        assertThat(text.strip().lines().reduce("", (before, last) -> last))
                .startsWith("{\"contract\":\"receiver-municipal\",\"passed\":")
                .contains("\"create.answer\":\"FAIL\"");
        assertThat(text).contains("FAIL  create.answer").doesNotContain(SECRET);
    }

    private List<String> found(String bug) throws IOException, InterruptedException {
        turn("municipal", "{" + VERIFY + ", \"bugs\": [\"" + bug + "\"]}");
        return wrong(report("municipal", "receiver-municipal"));
    }

    private Report report(String target, String contract) {
        return PartnerTest.run(settings(target, contract), print(new ByteArrayOutputStream()));
    }

    private static List<String> wrong(Report report) {
        return report.lines().stream()
                .filter(line -> line.verdict() == Verdict.FAIL)
                .map(Report.Line::name)
                .toList();
    }

    private Settings settings(String target, String contract) {
        return new Settings(
                sandbox.baseUrl(target),
                contract,
                Scheme.STANDARD_HMAC,
                SECRET,
                "huiliu",
                null,
                !contract.equals("receiver-line"),
                true,
                0,
                null,
                Duration.ofSeconds(5));
    }

    private void turn(String target, String knobs) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.baseUrl(target) + "/faults"))
                                .PUT(HttpRequest.BodyPublishers.ofString(knobs))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static PrintStream print(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
}
