package org.huiliu.normalize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One code table of a feed: a source's code → a row with its name and the hub's word for it. */
final class CodeTable {
    private final Map<String, ObjectNode> rows;

    private CodeTable(Map<String, ObjectNode> rows) {
        this.rows = rows;
    }

    /** @return the row as {code, name, value, …}, shared, so read it only; null when the table lacks the code */
    @Nullable
    ObjectNode row(String code) {
        return rows.get(code);
    }

    /** The hub's words and what they are called; of several names the first in the order of the source's codes. */
    Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        new TreeMap<>(rows)
                .values()
                .forEach(row -> names.putIfAbsent(
                        row.path("value").asText(), row.path("name").asText()));
        names.remove("");
        return names;
    }

    boolean has(String code) {
        return rows.containsKey(code);
    }

    /** Reads UTF-8 CSV: a header beginning with code,name,value, then one row a line, quotes as in RFC 4180. */
    static CodeTable read(String file, String csv) {
        List<String> lines = csv.replace("\ufeff", "").lines().toList();
        if (lines.isEmpty()) {
            throw new BrokenContract(file, "", "is empty");
        }
        List<String> header = cells(lines.get(0), file, 1);
        if (header.size() < 3 || !header.subList(0, 3).equals(List.of("code", "name", "value"))) {
            throw new BrokenContract(file, "line 1", "the header begins with code,name,value");
        }
        Map<String, ObjectNode> rows = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                addRow(rows, header, cells(lines.get(i), file, i + 1), file, i + 1);
            }
        }
        return new CodeTable(rows);
    }

    private static void addRow(
            Map<String, ObjectNode> rows, List<String> header, List<String> cells, String file, int line) {
        if (cells.size() > header.size()) {
            throw new BrokenContract(file, "line " + line, "has more cells than the header");
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                row.put(header.get(i), cells.get(i));
            }
        }
        if (rows.put(cells.get(0), row) != null) {
            throw new BrokenContract(file, "line " + line, "the code " + cells.get(0) + " appears twice");
        }
    }

    private static List<String> cells(String line, String file, int number) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new BrokenContract(file, "line " + number, "a quote is not closed");
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
