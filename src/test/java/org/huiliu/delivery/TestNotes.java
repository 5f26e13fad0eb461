package org.huiliu.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import org.huiliu.platform.crypto.Sealer;
import org.huiliu.platform.json.HubJson;

/** Reads what a delivery says beside its case: sealed, since a unit's own words may name a citizen. */
public final class TestNotes {

    private TestNotes() {}

    /** The note of a row with {@code id} and {@code sealed_note}. */
    public static JsonNode of(Sealer sealer, Row row) {
        byte[] sealed = row.getBuffer("sealed_note").getBytes();
        byte[] note = sealer.open(sealed, "delivery-note/" + row.getUUID("id"));
        return HubJson.read(new String(note, StandardCharsets.UTF_8), JsonNode.class);
    }
}
