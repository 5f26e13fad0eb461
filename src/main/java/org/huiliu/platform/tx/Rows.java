package org.huiliu.platform.tx;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes many rows with one {@code INSERT … SELECT unnest(…)}: one round trip and one parse however many rows there
 * are.
 *
 * @param <R> what one row is made of
 */
public final class Rows<R> {
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
        return column(name, "text[]", row -> String.join("\u001f", value.apply(row)), String[]::new);
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
        return tx.execute(sql(ending), parameters(rows)).replaceWithVoid();
    }

    private String sql(String ending) {
        List<String> names = columns.stream().map(Column::name).toList();
        List<String> values = columns.stream().map(Rows::selected).toList();
        StringJoiner arrays = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            arrays.add("$" + (i + 1) + "::" + travels(columns.get(i)) + "[]");
        }
        return "INSERT INTO " + table + " (" + String.join(", ", names) + ") SELECT " + String.join(", ", values)
                + " FROM unnest(" + arrays + ") AS r(" + String.join(", ", names) + ") " + ending;
    }

    private static String travels(Column<?> column) {
        return column.type.equals("jsonb") || column.type.equals("text[]") ? "text" : column.type;
    }

    private static String selected(Column<?> column) {
        return switch (column.type) {
            case "jsonb" -> "r." + column.name + "::jsonb";
            case "text[]" -> "string_to_array(r." + column.name + ", e'\\x1f')";
            default -> "r." + column.name;
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
