package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.huiliu.Eventually;
import org.huiliu.TestReceiver;
import org.huiliu.contracts.Crm;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the queue over the wire by the contract that a receiving system has of its own. */
class UploadedContractTest {
    private PipelineParts parts;

    @BeforeEach
    void open() {
        parts = new PipelineParts();
        publish(1, api -> {});
        parts.deliverPath.begin();
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void aCaseIsSentInTheReceiversOwnWordsAndItsAnswerRead() {
        answers("{\"code\":\"0000\",\"data\":{\"serialNo\":\"GD-7\"}}");
        assertThat(ended(dispatched())).isEqualTo("DELIVERED ACCEPTED null GD-7");
        TestReceiver.Got got = parts.receiver.got("crm").get(0);
        assertThat(got.method() + " " + got.path()).isEqualTo("POST /orders");
        JsonNode order = HubJson.read(got.body(), JsonNode.class);
        assertThat(order.path("title").asText()).isEqualTo("外墙渗水");
        assertThat(order.path("level").asInt()).isEqualTo(3);
    }

    @Test
    void whatItsBodySaysDecides() {
        answers("{\"code\":\"1001\"}");
        assertThat(ended(dispatched())).isEqualTo("DELIVERED ALREADY_HAD null null");
        answers("{\"code\":\"E2003\",\"msg\":\"皇甫女士 13800000001\"}");
        assertThat(ended(dispatched())).isEqualTo("PARKED REFUSED E2003 null");
        answers("<html>");
        assertThat(ended(dispatched())).isEqualTo("PARKED CONTRACT_BREACH /answer json null");
        answers("{\"code\":\"0000\",\"data\":7}");
        assertThat(ended(dispatched()))
                .as("taken all the same: it is told, and not sent again")
                .isEqualTo("DELIVERED ACCEPTED ANSWER_BREAKS_CONTRACT /data type null");
        assertThat(parts.receiver.got("crm")).hasSize(4);
    }

    @Test
    void whatBreaksTheContractIsParkedWithItsSpotAndNotSent() {
        publish(2, api -> at(api, "/components/schemas/Order/properties/title").put("maxLength", 2));
        assertThat(ended(dispatched())).isEqualTo("PARKED CONTRACT_BREACH /title maxLength null");
        assertThat(parts.receiver.got("crm")).isEmpty();
        var gone = parts.database.sql("UPDATE contract SET state = 'WITHDRAWN'");
        assertThat(ended(dispatched())).startsWith("PARKED CONTRACT_BREACH").contains("contract");
    }

    @Test
    void aRetryKeepsMethodPathAndBodyWhateverIsPublishedMeanwhile() {
        answers("{\"code\":\"9999\"}");
        UUID delivery = dispatched();
        Eventually.holds("it was busy", () -> !parts.receiver.got("crm").isEmpty());
        publish(2, api -> {
            ObjectNode paths = at(api, "/paths");
            paths.set("/v2/orders", paths.remove("/orders"));
        });
        answers("{\"code\":\"0000\"}");
        assertThat(ended(delivery)).startsWith("DELIVERED ACCEPTED");
        assertThat(parts.receiver.got("crm")).extracting(TestReceiver.Got::path).containsOnly("/orders");
        assertThat(parts.receiver.got("crm"))
                .extracting(TestReceiver.Got::body)
                .containsOnly(parts.receiver.got("crm").get(0).body());
        assertThat(ended(dispatched())).startsWith("DELIVERED");
        assertThat(parts.receiver.got("crm")).extracting(TestReceiver.Got::path).endsWith("/v2/orders");
    }

    private UUID dispatched() {
        UUID delivery = parts.dispatch("crm").delivery("crm");
        parts.deliverPath.wake();
        return delivery;
    }

    private String ended(UUID delivery) {
        Eventually.holds("it has ended", () -> List.of("DELIVERED", "PARKED").contains(parts.deliveryState(delivery)));
        Row row = parts.database
                .sql("SELECT state, outcome, outcome_note, received_as FROM delivery WHERE id = $1", delivery)
                .get(0);
        return row.getString("state") + " " + row.getString("outcome") + " " + row.getString("outcome_note") + " "
                + row.getString("received_as");
    }

    private void answers(String body) {
        parts.receiver.behave("crm", TestReceiver.answer(200, body));
    }

    private void publish(int version, Consumer<ObjectNode> change) {
        ObjectNode api = Crm.openapi();
        change.accept(api);
        ObjectNode binding = Crm.binding();
        var added = parts.database.sql(
                "INSERT INTO contract (name, version, state, openapi, binding, breaking, author, created_at, published_at)"
                        + " VALUES ('crm', $1, 'PUBLISHED', $2, $3::text::jsonb, false, 'test', now(), now())",
                version,
                api.toString(),
                binding.toString());
    }

    private static ObjectNode at(ObjectNode api, String pointer) {
        return (ObjectNode) api.at(pointer);
    }
}
