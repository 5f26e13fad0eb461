package org.huiliu.boot.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

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
    void aDeliveryThatKeepsTheContractIsTakenOnce() throws Exception {
        ObjectNode body = example("receiver-municipal", "/cases");

        HttpResponse<String> first = post("municipal", "/cases", body);
        HttpResponse<String> again = post("municipal", "/cases", body);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(again.body())).isEqualTo(JSON.readTree(first.body()));
        assertThat(sandbox.received("municipal"))
                .extracting(ReceivedRequest::status)
                .containsExactly(202, 409);
        assertThat(sandbox.received("line-110")).isEmpty();
    }

    @Test
    void aTargetThatNobodyNamedBeforehandNamesItsContractInItsAddress() throws Exception {
        ObjectNode body = example("receiver-district", "/cases");

        assertThat(get("centre", "/received").path("status").asInt()).isEqualTo(404);
        assertThat(post("receiver-district/centre", "/cases", body).statusCode())
                .isEqualTo(202);
        assertThat(post("receiver-nothing/centre", "/cases", body).statusCode()).isEqualTo(404);

        assertThat(sandbox.received("centre")).extracting(ReceivedRequest::path).containsExactly("/cases");
        assertThat(get("centre", "/received")).hasSize(1);
    }

    @Test
    void aBodyThatBreaksTheContractIsRefusedWithItsFaults() throws Exception {
        ObjectNode body = example("receiver-district", "/cases");
        body.with("case").remove("title");
        body.put("phone", "13800000001");

        HttpResponse<String> answer = post("district-320302", "/cases", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("faults"))
                .extracting(fault -> fault.path("pointer").asText())
                .containsExactlyInAnyOrder("/case", "");
        assertThat(sandbox.received("district-320302").get(0).contractFaults()).hasSize(2);
    }

    @Test
    void aMissingHeaderAndAForeignCallBreakTheContractToo() throws Exception {
        ObjectNode body = example("receiver-line", "/answers");
        HttpRequest bare = request("line-110", "/answers", body)
                .setHeader("Huiliu-Case-Revision", "none")
                .build();

        assertThat(HTTP.send(bare, HttpResponse.BodyHandlers.ofString()).body())
                .contains("header:Huiliu-Case-Revision");
        assertThat(post("line-110", "/cases", body).statusCode()).isEqualTo(400);
        assertThat(post("line-110", "/answers", body).statusCode()).isEqualTo(202);
    }

    @Test
    void anOlderRevisionIsAlreadyHere() throws Exception {
        ObjectNode body = example("receiver-municipal", "/cases");
        body.put("revision", 5);
        assertThat(post("municipal", "/cases", body).statusCode()).isEqualTo(202);
        body.put("revision", 4).put("deliveryId", "00000000-0000-4000-8000-000000000001");

        assertThat(post("municipal", "/cases", body).statusCode()).isEqualTo(409);
        assertThat(get("municipal", "/cases/" + body.path("caseId").asText())
                        .path("revision")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void aWarningIsTakenAndShown() throws Exception {
        ObjectNode body = example("receiver-district", "/warnings");

        assertThat(post("district-320302", "/warnings", body).statusCode()).isEqualTo(202);
        assertThat(post("district-320302", "/warnings", body).statusCode()).isEqualTo(409);
        assertThat(sandbox.received("district-320302").get(0).path()).isEqualTo("/warnings");
        assertThat(post("line-110", "/warnings", body).statusCode()).isEqualTo(400);
    }

    @Test
    void aTargetCanBeToldToBeBusyFirst() throws Exception {
        sandbox.answerNext("municipal", 503);
        ObjectNode body = example("receiver-municipal", "/cases");

        HttpResponse<String> busy = post("municipal", "/cases", body);

        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(post("municipal", "/cases", body).statusCode()).isEqualTo(202);
        assertThat(get("municipal", "/received")).hasSize(2);
    }

    @Test
    void aTargetMisbehavesAsItsKnobsSay() throws Exception {
        ObjectNode body = example("receiver-municipal", "/cases");
        turn("{\"shares\": {\"BUSY\": 1}, \"retryAfterSeconds\": 7}");
        HttpResponse<String> busy = post("municipal", "/cases", body);
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");
        turn("{\"shares\": {\"BROKEN_JSON\": 1}}");
        assertThat(post("municipal", "/cases", body).body()).isEqualTo("{\"receivedAs\": \"SB");
        for (String lost : List.of("HALF_CLOSED", "GARBAGE", "ENDLESS_HEADER")) {
            turn("{\"shares\": {\"" + lost + "\": 1}}");
            assertThatThrownBy(() -> post("municipal", "/cases", body)).as(lost).isInstanceOf(IOException.class);
        }
        turn("{\"shares\": {\"LARGE\": 1}}");
        assertThat(post("municipal", "/cases", body).body()).hasSize(50 * 1024 * 1024);
        turn("{\"shares\": {\"HANG\": 1}}");
        HttpRequest patient = request("municipal", "/cases", body)
                .timeout(Duration.ofMillis(300))
                .build();
        assertThatThrownBy(() -> HTTP.send(patient, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);

        HttpRequest sound = HttpRequest.newBuilder(URI.create(sandbox.baseUrl("municipal") + "/faults"))
                .DELETE()
                .build();
        assertThat(HTTP.send(sound, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(post("municipal", "/cases", body).statusCode())
                .as("it was taken when its answer was lost")
                .isEqualTo(409);
        turn("{\"verify\": {\"scheme\": \"SORTED_DIGEST\", \"key\": \"sixteen-characters\"}}");
        assertThat(post("municipal", "/cases", body).statusCode()).isEqualTo(401);
    }

    private void turn(String knobs) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl("municipal") + "/faults"))
                .PUT(HttpRequest.BodyPublishers.ofString(knobs))
                .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private static ObjectNode example(String contract, String path) throws IOException {
        JsonNode examples = YAML.readTree(Path.of("openapi", contract + ".yaml").toFile())
                .path("paths")
                .path(path)
                .at("/post/requestBody/content/application~1json/examples");
        return examples.iterator().next().path("value").deepCopy();
    }

    private HttpResponse<String> post(String target, String path, ObjectNode body)
            throws IOException, InterruptedException {
        return HTTP.send(request(target, path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target, String path, ObjectNode body) {
        return HttpRequest.newBuilder(URI.create(sandbox.baseUrl(target) + path))
                .header("Content-Type", "application/json")
                .header("Huiliu-Delivery-Id", body.path("deliveryId").asText())
                .header("Huiliu-Case-Revision", body.path("revision").asText("1"))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private JsonNode get(String target, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl(target) + path))
                .build();
        return JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
