package org.huiliu.boot.partner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What the receiving system answered.
 *
 * @param breaches where the answer breaks the contract
 */
record Answer(int status, JsonNode body, List<String> breaches) {

    boolean taken() {
        return status >= 200 && status < 300;
    }

    boolean takenOrThere() {
        return taken() || status == 409;
    }

    boolean refused() {
        return status == 400 || status == 422;
    }

    boolean locked() {
        return status == 401 || status == 403;
    }

    String number() {
        return body.path("receivedAs").asText("");
    }
}
