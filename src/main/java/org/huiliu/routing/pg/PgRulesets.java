package org.huiliu.routing.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Tx;
import org.huiliu.routing.Field;
import org.huiliu.routing.Rule;
import org.huiliu.routing.Ruleset;
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
        List<Rule> rules = new ArrayList<>();
        json.get("rules").forEach(rule -> rules.add(rule(rule)));
        return new Ruleset(row.getInteger("version"), rules);
    }

    private static Rule rule(JsonNode json) {
        Map<Field, List<String>> when = new EnumMap<>(Field.class);
        json.get("when").properties().forEach(one -> when.put(field(one.getKey()), texts(one.getValue())));
        JsonNode then = json.get("then");
        Rule.Action action = new Rule.Action(
                then.path("review").asBoolean(false), then.path("host").asText(""), texts(then.path("co")));
        return new Rule(json.get("name").asText(), json.get("zh").asText(), when, action);
    }

    private static Field field(String key) {
        return Arrays.stream(Field.values())
                .filter(field -> field.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a rule asks about '" + key + "', which is no field"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
