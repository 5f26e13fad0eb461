package org.huiliu.contracts.pg;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.huiliu.contracts.Binding;
import org.huiliu.contracts.Contract;
import org.huiliu.contracts.Contracts;
import org.huiliu.contracts.Mock;
import org.huiliu.contracts.OpenApi;
import org.huiliu.contracts.Unfit;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.tx.Aside;
import org.huiliu.platform.tx.Tx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Uploaded contracts, compiled once on each pod: a version never changes. */
@ApplicationScoped
class PgContracts implements Contracts {
    private static final Logger LOG = Logger.getLogger(PgContracts.class);
    /** Far more than targets of one city have; what is beyond is compiled anew. */
    private static final int MOST_KEPT = 200;

    /** Which version each name means. What was frozen under a withdrawn one is still sent by it. */
    private static final String MEANT = """
            SELECT a.asked, c.name, c.version
            FROM unnest($1::text[], $2::text[], $3::int[]) AS a(asked, name, version)
            CROSS JOIN LATERAL (
              SELECT c.name, c.version FROM contract c
              WHERE c.name = a.name
                AND (c.state = 'PUBLISHED' AND a.version IS NULL OR c.version = a.version AND c.published_at IS NOT NULL)
              ORDER BY c.version DESC LIMIT 1) c
            """;

    private static final String WHOLE =
            "SELECT openapi, binding::text AS binding FROM contract WHERE name = $1 AND version = $2";

    private final Pool pool;
    private final Map<String, Contract> compiled = new ConcurrentHashMap<>();
    private final Map<String, Mock> mocks = new ConcurrentHashMap<>();

    PgContracts(Pool pool) {
        this.pool = pool;
    }

    private record Meant(String asked, String name, int version) {
        String reference() {
            return name + "@" + version;
        }
    }

    @Override
    public Uni<Map<String, Contract>> named(Tx tx, Collection<String> names) {
        if (names.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<String> asked = List.copyOf(names);
        return tx.execute(
                        MEANT,
                        Tuple.of(
                                asked.toArray(String[]::new),
                                asked.stream().map(PgContracts::name).toArray(String[]::new),
                                asked.stream().map(PgContracts::version).toArray(Integer[]::new)))
                .flatMap(rows -> {
                    List<Meant> meant = new ArrayList<>();
                    for (Row row : rows) {
                        meant.add(new Meant(row.getString("asked"), row.getString("name"), row.getInteger("version")));
                    }
                    return compiled(tx, meant);
                });
    }

    private Uni<Map<String, Contract>> compiled(Tx tx, List<Meant> meant) {
        return Multi.createFrom()
                .iterable(meant)
                .onItem()
                .transformToUniAndConcatenate(one -> compiled(tx, one))
                .collect()
                .asList()
                .map(done -> {
                    Map<String, Contract> found = new HashMap<>();
                    for (Meant one : meant) {
                        Contract contract = compiled.get(one.reference());
                        if (contract != null) {
                            found.put(one.asked(), contract);
                        }
                    }
                    return found;
                });
    }

    private Uni<Boolean> compiled(Tx tx, Meant one) {
        if (compiled.containsKey(one.reference())) {
            return Uni.createFrom().item(true);
        }
        return tx.execute(WHOLE, Tuple.of(one.name(), one.version())).flatMap(rows -> {
            Row row = rows.iterator().next();
            String openapi = row.getString("openapi");
            String binding = row.getString("binding");
            return Aside.compute(() -> compile(one.reference(), openapi, binding));
        });
    }

    private boolean compile(String reference, String openapi, String binding) {
        try {
            Contract contract =
                    Contract.uploaded(reference, OpenApi.read(openapi), HubJson.read(binding, Binding.class));
            keep(compiled, reference, contract);
            return true;
        } catch (Unfit unfit) {
            // it was sound when it was uploaded: its deliveries are parked until a newer version is published
            LOG.errorf("contract %s cannot be used any more: %s", reference, unfit.getMessage());
            return false;
        }
    }

    @Override
    public Uni<Optional<Mock>> mock(String name, int version) {
        String reference = name + "@" + version;
        Mock known = mocks.get(reference);
        return known != null
                ? Uni.createFrom().item(Optional.of(known))
                : pool.preparedQuery(WHOLE).execute(Tuple.of(name, version)).flatMap(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    String openapi = rows.iterator().next().getString("openapi");
                    return Aside.compute(() -> Optional.of(new Mock(OpenApi.read(openapi))))
                            .invoke(made -> made.ifPresent(mock -> keep(mocks, reference, mock)));
                });
    }

    private static <T> void keep(Map<String, T> all, String reference, T one) {
        if (all.size() >= MOST_KEPT) {
            all.clear();
        }
        var none = all.put(reference, one);
    }

    private static String name(String asked) {
        int at = asked.indexOf('@');
        return at < 0 ? asked : asked.substring(0, at);
    }

    private static @Nullable Integer version(String asked) {
        int at = asked.indexOf('@');
        return at < 0 || !asked.substring(at + 1).matches("\\d{1,9}") ? null : Integer.valueOf(asked.substring(at + 1));
    }
}
