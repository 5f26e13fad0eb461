package org.huiliu.bench.repeats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads CSV with a header, quoted fields and line breaks inside them (RFC 4180). */
final class Csv {
    private Csv() {}

    static List<Map<String, String>> read(Path file) throws IOException {
        String text = Files.readString(file);
        List<List<String>> rows = rows(text.startsWith("\ufeff") ? text.substring(1) : text);
        List<Map<String, String>> named = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            Map<String, String> row = new HashMap<>();
            for (int j = 0; j < rows.get(0).size() && j < rows.get(i).size(); j++) {
                row.put(rows.get(0).get(j), rows.get(i).get(j));
            }
            named.add(row);
        }
        return named;
    }

    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (!field.isEmpty() || !row.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
        }
        return rows;
    }
}
