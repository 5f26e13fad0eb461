package org.huiliu.boot.load;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a file of records, column name → text: CSV with a header when its name ends so, JSON lines otherwise; UTF-8. */
final class RecordFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private RecordFile() {}

    static List<Map<String, String>> read(Path file) throws IOException {
        boolean csv = file.getFileName().toString().endsWith(".csv");
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            ObjectReader records =
                    csv ? csv() : new ObjectMapper().readerFor(new TypeReference<Map<String, Object>>() {});
            List<Map<String, String>> all = new ArrayList<>();
            try (MappingIterator<Map<String, Object>> rows = records.readValues(reader)) {
                while (rows.hasNext()) {
                    all.add(texts(rows.next()));
                }
            }
            return all;
        }
    }

    private static ObjectReader csv() {
        return new CsvMapper()
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readerFor(new TypeReference<Map<String, Object>>() {})
                .with(CsvSchema.emptySchema().withHeader());
    }

    private static Map<String, String> texts(Map<String, Object> row) {
        Map<String, String> texts = new LinkedHashMap<>();
        row.forEach((column, value) -> {
            if (value != null && !value.toString().isBlank()) {
                texts.put(column, value.toString());
            }
        });
        return texts;
    }
}
