package org.huiliu.platform.tx;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes many rows with one statement over {@code unnest(…)}: one round trip and one parse however many rows there are.
 *
 * @param <R> what one row is made of
 */
public final class Rows<R> {
    private static final String JOIN = "\u001f";
    private static final String COME = "timestamptz that has come";

    private final String table;
    private final List<Column<R>> columns = new ArrayList<>();

    private record Column<R>(
            String name, String type, Function<R, ? extends @Nullable Object> value, IntFunction<Object[]> array) {}

    private Rows(String table) {
        this.table = table;
    }

    /** Rows of a table. */
    public static <R> Rows<R> into(String table) {
        return new Rows<>(table);
    }

    public Rows<R> uuid(String name, Function<R, @Nullable UUID> value) {
        return column(name, "uuid", value, UUID[]::new);
    }

    public Rows<R> text(String name, Function<R, @Nullable String> value) {
        return column(name, "text", value, String[]::new);
    }

    public Rows<R> integer(String name, Function<R, @Nullable Integer> value) {
        return column(name, "int", value, Integer[]::new);
    }

    public Rows<R> time(String name, Function<R, @Nullable OffsetDateTime> value) {
        return column(name, "timestamptz", value, OffsetDateTime[]::new);
    }

    /** A time that has come: where this pod's clock is ahead, that of the database. */
    public Rows<R> comeTime(String name, Function<R, @Nullable OffsetDateTime> value) {
        return column(name, COME, value, OffsetDateTime[]::new);
    }

    public Rows<R> bytes(String name, Function<R, byte @Nullable []> value) {
        return column(
                name,
                "bytea",
                row -> {
                    byte[] bytes = value.apply(row);
                    return bytes == null ? null : Buffer.buffer(bytes);
                },
                Buffer[]::new);
    }

    /** A JSON column; the value is the JSON text. */
    public Rows<R> json(String name, Function<R, @Nullable String> value) {
        return column(name, "jsonb", value, String[]::new);
    }

    /** A text[] column; unnest cannot split arrays of arrays, so the values travel joined by the unit separator. */
    public Rows<R> texts(String name, Function<R, List<String>> value) {
        return column(name, "text[]", row -> String.join(JOIN, value.apply(row)), String[]::new);
    }

    /** A tsvector column of tokens that are already in their search form. */
    public Rows<R> tokens(String name, Function<R, List<String>> value) {
        return column(name, "tsvector", row -> String.join(JOIN, value.apply(row)), String[]::new);
    }

    private Rows<R> column(
            String name, String type, Function<R, ? extends @Nullable Object> value, IntFunction<Object[]> array) {
        columns.add(new Column<>(name, type, value, array));
        return this;
    }

    /** Inserts all rows in the order given, or does nothing when there are none. */
    public Uni<Void> insert(Tx tx, List<R> rows) {
        return insert(tx, rows, "");
    }

    /**
     * Inserts all rows.
     *
     * @param ending what follows, for example {@code ON CONFLICT DO NOTHING}
     */
    public Uni<Void> insert(Tx tx, List<R> rows, String ending) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.execute(insertion(ending), parameters(rows)).replaceWithVoid();
    }

    /**
     * Updates rows of the table, called {@code t}, from the given ones, called {@code r}.
     *
     * @param where which row belongs to which, for example {@code t.id = r.id}
     * @param set names of the columns that are set
     * @return how many rows were updated
     */
    public Uni<Integer> update(Tx tx, List<R> rows, String where, List<String> set) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        String assignments = columns.stream()
                .filter(column -> set.contains(column.name))
                .map(column -> column.name + " = " + selected(column))
                .collect(Collectors.joining(", "));
        return tx.execute(
                        "UPDATE " + table + " t SET " + assignments + " FROM " + source() + " WHERE " + where,
                        parameters(rows))
                .map(RowSet::rowCount);
    }

    private String insertion(String ending) {
        String values = columns.stream().map(Rows::selected).collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + names() + ") SELECT " + values + " FROM " + source() + " " + ending;
    }

    private String source() {
        StringJoiner arrays = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            arrays.add("$" + (i + 1) + "::" + travels(columns.get(i)) + "[]");
        }
        return "unnest(" + arrays + ") AS r(" + names() + ")";
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private static String travels(Column<?> column) {
        return switch (column.type) {
            case "jsonb", "text[]", "tsvector" -> "text";
            case COME -> "timestamptz";
            default -> column.type;
        };
    }

    private static String selected(Column<?> column) {
        String value = "r." + column.name;
        String list = "string_to_array(" + value + ", e'\\x1f')";
        return switch (column.type) {
            case "jsonb" -> value + "::jsonb";
            case "text[]" -> list;
            case "tsvector" -> "array_to_tsvector(" + list + ")";
            case COME -> "least(" + value + ", now())";
            default -> value;
        };
    }

    private Tuple parameters(List<R> rows) {
        Tuple tuple = Tuple.tuple();
        for (Column<R> column : columns) {
            Object[] values = column.array.apply(rows.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = column.value.apply(rows.get(i));
            }
            tuple.addValue(values);
        }
        return tuple;
    }
}
