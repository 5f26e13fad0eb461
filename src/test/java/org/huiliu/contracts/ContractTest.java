package org.huiliu.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.huiliu.contracts.Said.Word;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.junit.jupiter.api.Test;

/** Uploaded contracts: what is sent by them, what their answers mean, and what is refused of them. */
class ContractTest {
    private static final SampleLetters SAMPLES = new SampleLetters();

    @Test
    void everySampleLetterBecomesAMessageOfTheReceiversOwnKind() {
        Examination.Passed passed = examined(Crm.openapi(), Crm.binding());
        assertThat(passed.contract().kinds())
                .containsExactlyInAnyOrder(DeliveryKind.CREATE, DeliveryKind.UPDATE, DeliveryKind.RECALL);
        assertThat(passed.notes()).hasSize(1).first().asString().contains("WARNING");

        ObjectNode letter = SAMPLES.of(DeliveryKind.UPDATE).get(0).letter();
        Message.Fit update = fit(passed.contract().write(DeliveryKind.UPDATE, letter));
        assertThat(update.method()).isEqualTo("PUT");
        assertThat(update.path()).isEqualTo("/orders/" + letter.path("caseId").asText());
        JsonNode body = read(update.body());
        assertThat(body.path("createTime").asText()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

        Message.Fit recall = fit(passed.contract()
                .write(DeliveryKind.RECALL, letter("{\"caseId\": \"a/b c\", \"reason\": {\"code\": \"MERGED\"}}")));
        assertThat(recall.path()).isEqualTo("/orders/a%2Fb%20c/cancel?reason=MERGED");
        assertThat(recall.body()).isEmpty();
    }

    @Test
    void aLetterThatCannotKeepTheContractIsNotSentAndNotQuoted() {
        Message message = Crm.contract()
                .write(
                        DeliveryKind.CREATE,
                        letter("{\"caseId\": \"x\", \"case\": {\"title\": \"渗水\", \"place\": {\"division\": \"皇甫\"},"
                                + " \"contact\": {\"phone\": \"1380000000113800000001\"}}}"));
        List<Fault> faults = message.fold(fit -> List.of(), Message.Breach::faults);
        assertThat(faults)
                .extracting(Fault::pointer, Fault::code)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("/areaCode", "pattern"),
                        org.assertj.core.groups.Tuple.tuple("/linkPhone", "maxLength"));
        assertThat(faults.toString()).doesNotContain("皇甫", "13800000001");
    }

    @Test
    void theBodyOfAnAnswerDecidesWhereTheContractLetsIt() {
        assertThat(said(200, "{\"code\": \"0000\", \"data\": {\"serialNo\": \"GD-7\"}}"))
                .isEqualTo(new Said(Word.TAKEN, "GD-7", "0000", List.of()));
        assertThat(said(200, "{\"code\": \"0000\", \"data\": null}").word()).isEqualTo(Word.TAKEN);
        assertThat(said(200, "{\"code\": \"0000\", \"data\": 7}").faults())
                .containsExactly(new Fault("/data", "type", "is of the wrong type", List.of("object", "null")));
        assertThat(said(200, "{\"code\": \"1001\"}").word()).isEqualTo(Word.HAD);
        assertThat(said(200, "{\"code\": \"9999\"}").word()).isEqualTo(Word.BUSY);
        Said refused = said(200, "{\"code\": \"E2003\", \"msg\": \"皇甫女士 13800000001\"}");
        assertThat(refused.word()).isEqualTo(Word.REFUSED);
        assertThat(refused.reason()).isEqualTo("E2003");
        assertThat(said(200, "{\"code\": \"13800000001\"}").reason()).isEqualTo("NO_REASON_GIVEN");
        assertThat(said(200, "<html>").word()).isEqualTo(Word.UNREADABLE);
        assertThat(said(200, "").faults()).extracting(Fault::code).containsExactly("required");
        assertThat(said(503, "<html>")).isEqualTo(new Said(Word.AS_STATUS, null, "NO_REASON_GIVEN", List.of()));
        assertThat(said(400, "").faults()).extracting(Fault::code).containsExactly("status");
    }

    @Test
    void whatIsWrongWithAnUploadIsNamedAtItsSpot() {
        assertThat(faults(api -> api.put("openapi", "2.0"), binding -> {})).containsExactly("/openapi/openapi version");
        assertThat(faults(
                        api -> ((ObjectNode) api.at("/components/schemas/Order/properties"))
                                .putObject("more")
                                .put("$ref", "https://elsewhere.example.cn/order.yaml"),
                        binding -> {}))
                .containsExactly("/openapi/components/schemas/Order/properties/more/$ref external-reference");
        assertThat(faults(
                        api -> ((ObjectNode) api.at("/components/schemas/Order/properties"))
                                .putObject("more")
                                .put("$ref", "#/components/schemas/Nothing"),
                        binding -> {}))
                .containsExactly("/openapi/components/schemas/Order/properties/more/$ref dangling-reference");
        assertThat(faults(api -> {}, binding -> ((ObjectNode) binding.at("/calls")).remove("RECALL")))
                .containsExactly("/binding/calls/RECALL required");
        assertThat(faults(api -> {}, binding -> ((ObjectNode) binding.at("/calls/UPDATE"))
                        .put("operation", "updateOrder")))
                .containsExactly("/binding/calls/UPDATE/operation operation");
        assertThat(faults(api -> {}, binding -> ((ObjectNode) binding.at("/calls/CREATE")).put("body", "{\"a\": ")))
                .containsExactly("/binding/calls/CREATE/body jslt");
        assertThat(faults(api -> {}, binding -> ((ObjectNode) binding.at("/calls/RECALL/parameters")).remove("reason")))
                .containsExactly("/binding/calls/RECALL/parameters/reason required");
        assertThat(faults(api -> {}, binding -> ((ObjectNode) binding.at("/calls/RECALL/parameters"))
                        .put("reason", "\"WITHDRAWN\"")))
                .containsExactly("/binding/calls/RECALL/parameters/reason enum");
        assertThat(faults(api -> {}, binding -> ((ObjectNode) binding.at("/calls/CREATE"))
                        .put("body", "{\"orderNo\": .caseId, \"title\": .case.title, \"level\": \"3\", \"x\": 1}")))
                .containsExactly(
                        "/binding/calls/CREATE/body/createTime required",
                        "/binding/calls/CREATE/body/level enum",
                        "/binding/calls/CREATE/body/level type",
                        "/binding/calls/CREATE/body/x additionalProperties");
    }

    @Test
    void aBindingWritesNoHeaderThatIsTheHubsOwn() {
        for (String header : List.of(
                "Host",
                "authorization",
                "Content-Type",
                "Content-Encoding",
                "Transfer-Encoding",
                "Connection",
                "webhook-id",
                "Webhook-Anything",
                "Huiliu-Nonce",
                "traceparent",
                "X-Lines\r\nHost")) {
            assertThat(faults(
                            api -> parameterOfCreate(api, header), binding -> ((ObjectNode) binding.at("/calls/CREATE"))
                                    .putObject("parameters")
                                    .put(header, "\"x\"")))
                    .as(header)
                    .containsExactly("/binding/calls/CREATE/parameters/" + header + " parameter");
        }
        ObjectNode api = Crm.openapi();
        ObjectNode binding = Crm.binding();
        parameterOfCreate(api, "X-City");
        ((ObjectNode) binding.at("/calls/CREATE")).putObject("parameters").put("X-City", "\"3203\"");
        assertThat(fit(examined(api, binding)
                                .contract()
                                .write(
                                        DeliveryKind.CREATE,
                                        SAMPLES.of(DeliveryKind.CREATE).get(0).letter()))
                        .headers())
                .containsExactly(Map.entry("X-City", "3203"));
    }

    private static void parameterOfCreate(ObjectNode api, String header) {
        ((ObjectNode) api.at("/paths/~1orders/post"))
                .withArray("parameters")
                .addObject()
                .put("name", header)
                .put("in", "header")
                .putObject("schema")
                .put("type", "string");
    }

    @Test
    void aDocumentThatCannotBeReadSaysWhere() {
        assertThat(faultsOf("openapi: 3.0.3\npaths: [\n")).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo("parse");
            assertThat(fault.detail()).startsWith("Line ");
        });
        assertThat(faultsOf("a: &x {b: 1}\nc: *x\n")).extracting(Fault::code).containsExactly("yaml");
        assertThat(faultsOf("openapi: 3.0.3\n" + "#".repeat(OpenApi.LARGEST)))
                .extracting(Fault::code)
                .containsExactly("size");
        assertThat(faultsOf("[]")).extracting(Fault::code).containsExactly("type");
        assertThat(faultsOf("{\"openapi\": \"3.0.3\", \"openapi\": \"3.0.3\"}"))
                .extracting(Fault::code)
                .containsExactly("parse");
        assertThat(faultsOf("{\"openapi\":\"3.0.3\",\"paths\":" + "{\"a\":".repeat(5000)))
                .extracting(Fault::code)
                .containsExactly("parse");
    }

    @Test
    void aMockAnswersByTheContractAndRefusesWhatBreaksIt() {
        Mock mock = new Mock(OpenApi.read(Crm.openapi().toString()));
        byte[] good = fit(Crm.contract()
                        .write(
                                DeliveryKind.CREATE,
                                SAMPLES.of(DeliveryKind.CREATE).get(0).letter()))
                .body();
        assertThat(word(mock.answer(new Mock.Request("POST", "/orders", Map.of(), name -> null, good))))
                .isEqualTo("200 {\"code\":\"MOCK-1\"}");
        assertThat(word(mock.answer(new Mock.Request("POST", "/orders", Map.of(), name -> null, "{}".getBytes(UTF_8)))))
                .isEqualTo("[/orderNo, /title, /level, /createTime]");
        assertThat(word(mock.answer(new Mock.Request("POST", "/orders/7/cancel", Map.of(), name -> null, new byte[0]))))
                .isEqualTo("[/parameters/reason]");
        assertThat(word(mock.answer(new Mock.Request("GET", "/orders", Map.of(), name -> null, new byte[0]))))
                .isEqualTo("unknown");
    }

    private static String word(Mock.Answer answer) {
        return answer.fold(
                known -> known.status() + " " + known.body(),
                broken -> broken.faults().stream().map(Fault::pointer).toList().toString(),
                unknown -> "unknown");
    }

    private static List<String> faults(Consumer<ObjectNode> api, Consumer<ObjectNode> binding) {
        ObjectNode document = Crm.openapi();
        ObjectNode bound = Crm.binding();
        api.accept(document);
        binding.accept(bound);
        Unfit unfit = catchThrowableOfType(Unfit.class, () -> examined(document, bound));
        assertThat(unfit).isNotNull();
        return unfit.faults().stream()
                .map(fault -> fault.pointer() + " " + fault.code())
                .toList();
    }

    private static List<Fault> faultsOf(String document) {
        Unfit unfit = catchThrowableOfType(Unfit.class, () -> OpenApi.read(document));
        assertThat(unfit).isNotNull();
        return unfit.faults();
    }

    private static Examination.Passed examined(ObjectNode document, ObjectNode binding) {
        return Examination.of("crm@1", document.toString(), HubJson.read(binding, Binding.class), SAMPLES);
    }

    private static Said said(int status, String body) {
        return Crm.contract().read(DeliveryKind.CREATE, status, body.getBytes(UTF_8), true);
    }

    private static Message.Fit fit(Message message) {
        return message.fold(fit -> fit, breach -> {
            throw new AssertionError(breach.faults().toString());
        });
    }

    private static ObjectNode letter(String json) {
        return (ObjectNode) HubJson.read(json, JsonNode.class);
    }

    private static JsonNode read(byte[] json) {
        return HubJson.read(new String(json, UTF_8), JsonNode.class);
    }
}
