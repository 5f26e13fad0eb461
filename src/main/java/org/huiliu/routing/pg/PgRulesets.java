package org.huiliu.routing.pg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Ruleset;
import org.huiliu.routing.RulesetReader;
import org.huiliu.routing.Rulesets;
import org.jspecify.annotations.Nullable;

/** Asks each transaction which version is published, and reads the rules only when that is a new one. */
@ApplicationScoped
class PgRulesets implements Rulesets {
    private static final String VERSION = "SELECT version FROM ruleset WHERE state = 'PUBLISHED'";
    private static final String RULES = "SELECT version, rules::text AS rules FROM ruleset WHERE version = $1";

    private volatile @Nullable Ruleset latest;

    @Override
    public Uni<Ruleset> published(Tx tx) {
        return tx.execute(VERSION, Tuple.tuple()).flatMap(rows -> {
            int version = rows.iterator().next().getInteger("version");
            Ruleset known = latest;
            return known != null && known.version() == version
                    ? Uni.createFrom().item(known)
                    : read(tx, version);
        });
    }

    private Uni<Ruleset> read(Tx tx, int version) {
        return tx.execute(RULES, Tuple.of(version))
                .map(rows -> parse(rows.iterator().next()))
                .invoke(read -> latest = read);
    }

    private static Ruleset parse(Row row) {
        JsonNode json = HubJson.read(row.getString("rules"), JsonNode.class);
        JsonNode document = json.has("groups") ? json : first(json);
        return Ruleset.compile(row.getInteger("version"), RulesetReader.stored(document, MissingNode.getInstance()));
    }

    /** The form of the first version, until its migration has rewritten it. */
    private static JsonNode first(JsonNode old) {
        ObjectNode document = HubJson.mapper().createObjectNode();
        ObjectNode group = document.putArray("groups").addObject();
        group.put("name", "dispatch").put("zh", "派单").put("mode", "FIRST");
        ArrayNode rules = group.putArray("rules");
        old.get("rules").forEach(rule -> {
            boolean last = rule.get("when").isEmpty();
            ObjectNode one = last ? document.putObject("otherwise") : rules.addObject();
            if (!last) {
                one.put("name", rule.get("name").asText());
                ArrayNode all = one.putObject("when").putArray("all");
                rule.get("when").properties().forEach(test -> {
                    ObjectNode leaf = all.addObject();
                    if (test.getKey().equals("divisionPrefix")) {
                        leaf.put("field", "division").put("exists", true);
                    } else {
                        leaf.put("field", test.getKey()).set("in", test.getValue());
                    }
                });
            }
            one.put("zh", rule.get("zh").asText());
            ObjectNode deliver = one.putObject("then").putObject("deliver");
            deliver.putObject("host").put("role", rule.get("then").get("host").asText());
            ArrayNode co = deliver.putArray("co");
            rule.get("then").path("co").forEach(role -> co.addObject().put("role", role.asText()));
        });
        return document;
    }
}
