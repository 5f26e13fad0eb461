package org.huiliu.routing.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.routing.Catalogue;
import org.huiliu.routing.Level;
import org.jspecify.annotations.Nullable;

/**
 * The dispatch catalogue as spreadsheets read and write it: UTF-8 or the GB18030 of the field, heads in either language and
 * any order.
 *
 * <p>A cell that a spreadsheet would take for a formula gets an apostrophe before it on the way out, and loses it on the
 * way in; what comes out and goes in again is the same.
 */
final class CatalogueCsv {
    /** Its media type. */
    static final String TYPE = "text/csv";

    /** The national standard of which GBK and GB2312 are parts. */
    static final Charset GB18030 = Charset.forName("GB18030");

    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    private static final ObjectReader CELLS = MAPPER.readerFor(String[].class);
    private static final String FORMULA = "=+-@\t\r'";
    private static final String APOSTROPHE = "'";
    private static final String BOM = "\uFEFF";
    private static final int MOST_FAULTS = 200;

    private CatalogueCsv() {}

    /** A column, by the name that it has in JSON and the head that it has in Chinese. */
    enum Column {
        CATEGORY("category", "事项"),
        DIVISION("division", "区划"),
        LEVEL("level", "层级"),
        HOST("host", "主办单位"),
        CO("co", "协办单位"),
        NOTE("note", "备注");

        private final String key;
        private final String zh;

        Column(String key, String zh) {
            this.key = key;
            this.zh = zh;
        }

        static Optional<Column> of(String head) {
            return Arrays.stream(values())
                    .filter(one -> one.key.equalsIgnoreCase(head) || one.zh.equals(head))
                    .findFirst();
        }
    }

    /**
     * A table that was read.
     *
     * @param items as the document of the rules has them
     * @param lines the line of the file on which each item begins, counted from 1
     * @param places the column of the file in which each column stands, counted from 1
     */
    record Table(ArrayNode items, List<Integer> lines, Map<Column, Integer> places) {

        /** The same fault as who has the file open finds it; faults of something else stay as they are. */
        Fault inFile(Fault fault) {
            String[] steps = fault.pointer().split("/", -1);
            if (steps.length < 3 || !steps[1].equals("catalogue")) {
                return fault;
            }
            int line = lines.get(Integer.parseInt(steps[2]));
            Optional<Column> column = steps.length < 4 ? Optional.empty() : Column.of(steps[3]);
            return new Fault(
                    "/lines/" + line + column.map(one -> "/" + one.key).orElse(""),
                    fault.code(),
                    "line " + line + column.map(this::told).orElse("") + ": " + fault.detail(),
                    fault.allowed());
        }

        private String told(Column column) {
            return ", column " + places.getOrDefault(column, 0) + " (" + column.key + " " + column.zh + ")";
        }
    }

    // ------------------------------------------------------------ out

    /**
     * A catalogue as a file.
     *
     * @param chinese whether its heads are Chinese
     */
    static byte[] write(Catalogue catalogue, Charset charset, boolean chinese) {
        StringWriter text = new StringWriter();
        try (SequenceWriter lines = MAPPER.writer().writeValues(text)) {
            var unused = lines.write(Arrays.stream(Column.values())
                    .map(one -> chinese ? one.zh : one.key)
                    .toArray(String[]::new));
            for (Catalogue.Item item : catalogue.items()) {
                unused = lines.write(cells(item));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be written", e);
        }
        // without the mark, spreadsheets take UTF-8 for the system's own charset
        String mark = charset.equals(StandardCharsets.UTF_8) ? BOM : "";
        return (mark + text).getBytes(charset);
    }

    private static String[] cells(Catalogue.Item item) {
        Level level = item.level();
        String note = item.note();
        return new String[] {
            safe(item.category()),
            safe(item.division()),
            level == null ? "" : level.name(),
            safe(item.host()),
            safe(String.join(";", item.co())),
            safe(note == null ? "" : note)
        };
    }

    private static String safe(String cell) {
        return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? APOSTROPHE + cell : cell;
    }

    private static String plain(String cell) {
        boolean guarded = cell.length() > 1 && cell.startsWith(APOSTROPHE) && FORMULA.indexOf(cell.charAt(1)) >= 0;
        return guarded ? cell.substring(1) : cell;
    }

    // ------------------------------------------------------------ in

    /**
     * Reads a file.
     *
     * @param declared charset of the request; absent to find it out
     * @throws Refused with each faulty line
     */
    static Table read(byte[] file, @Nullable String declared) {
        String text = decoded(file, declared);
        List<Fault> faults = new ArrayList<>();
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        ArrayNode items = HubJson.mapper().createArrayNode();
        List<Integer> lines = new ArrayList<>();
        try (MappingIterator<String[]> rows = CELLS.readValues(text.startsWith(BOM) ? text.substring(1) : text)) {
            if (rows.hasNextValue()) {
                heads(rows.nextValue(), places, faults);
            } else {
                faults.add(Fault.at("", "required", "a first line with the heads of the columns"));
            }
            while (faults.size() < MOST_FAULTS && rows.hasNextValue()) {
                int line = rows.getParser().currentLocation().getLineNr();
                String[] cells = rows.nextValue();
                if (Arrays.stream(cells).allMatch(String::isBlank)) {
                    continue;
                }
                lines.add(line);
                items.add(item(cells, places, line, faults));
            }
        } catch (JsonProcessingException e) {
            faults.add(Fault.at(
                    "/lines/" + e.getLocation().getLineNr(),
                    "csv",
                    "line " + e.getLocation().getLineNr() + ", character "
                            + e.getLocation().getColumnNr() + ": not a table of comma-separated values"));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        if (!faults.isEmpty()) {
            throw new Refused(Problem.of(ProblemType.BREAKS_CONTRACT, "The table cannot be read as a catalogue.")
                    .with(faults));
        }
        return new Table(items, lines, places);
    }

    private static void heads(String[] cells, Map<Column, Integer> places, List<Fault> faults) {
        for (int i = 0; i < cells.length; i++) {
            int place = i + 1;
            Optional<Column> column = Column.of(cells[i].strip());
            if (column.isEmpty() && cells[i].isBlank()) {
                continue;
            }
            if (column.isEmpty() || places.putIfAbsent(column.get(), place) != null) {
                faults.add(new Fault(
                        "/lines/1",
                        "head",
                        "line 1, column " + place + ": "
                                + (column.isEmpty() ? "no such column" : "twice the same column"),
                        Arrays.stream(Column.values())
                                .map(one -> one.key + " / " + one.zh)
                                .toList()));
            }
        }
        for (Column needed : List.of(Column.CATEGORY, Column.HOST)) {
            if (!places.containsKey(needed)) {
                faults.add(Fault.at(
                        "/lines/1",
                        "required",
                        "line 1: the column " + needed.key + " / " + needed.zh + " is missing"));
            }
        }
    }

    private static ObjectNode item(String[] cells, Map<Column, Integer> places, int line, List<Fault> faults) {
        ObjectNode item = HubJson.mapper().createObjectNode();
        item.put(Column.CATEGORY.key, code(cells, places, Column.CATEGORY));
        String division = code(cells, places, Column.DIVISION);
        if (!division.isEmpty()) {
            item.put(Column.DIVISION.key, division);
        }
        level(code(cells, places, Column.LEVEL), item, places, line, faults);
        item.put(Column.HOST.key, code(cells, places, Column.HOST));
        List<String> co = Arrays.stream(code(cells, places, Column.CO).split("[;；、]", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
        if (!co.isEmpty()) {
            ArrayNode all = item.putArray(Column.CO.key);
            co.forEach(all::add);
        }
        String note = plain(cell(cells, places, Column.NOTE));
        if (!note.isBlank()) {
            item.put(Column.NOTE.key, note);
        }
        if (cells.length > widest(places)) {
            boolean more = Arrays.stream(cells).skip(widest(places)).anyMatch(one -> !one.isBlank());
            if (more) {
                faults.add(Fault.at(
                        "/lines/" + line,
                        "columns",
                        "line " + line + ": " + cells.length + " cells for " + widest(places) + " columns"));
            }
        }
        return item;
    }

    private static void level(String cell, ObjectNode item, Map<Column, Integer> places, int line, List<Fault> faults) {
        if (cell.isEmpty()) {
            return;
        }
        Optional<Level> level = Arrays.stream(Level.values())
                .filter(one -> one.name().equalsIgnoreCase(cell) || one.zh().equals(cell))
                .findFirst();
        if (level.isPresent()) {
            item.put(Column.LEVEL.key, level.get().name());
            return;
        }
        faults.add(new Fault(
                "/lines/" + line + "/" + Column.LEVEL.key,
                "enum",
                "line " + line + ", column " + places.get(Column.LEVEL) + ": no such level",
                Arrays.stream(Level.values())
                        .map(one -> one.name() + " / " + one.zh())
                        .collect(Collectors.toList())));
    }

    private static int widest(Map<Column, Integer> places) {
        return places.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static String code(String[] cells, Map<Column, Integer> places, Column column) {
        return plain(cell(cells, places, column).strip());
    }

    private static String cell(String[] cells, Map<Column, Integer> places, Column column) {
        int place = places.getOrDefault(column, 0);
        return place == 0 || place > cells.length ? "" : cells[place - 1];
    }

    // ------------------------------------------------------------ charset

    private static String decoded(byte[] file, @Nullable String declared) {
        if (declared != null) {
            return strictly(file, named(declared)).orElseThrow(() -> unreadable(declared));
        }
        // hardly any Chinese text in GB18030 is by chance well-formed UTF-8
        return strictly(file, StandardCharsets.UTF_8)
                .or(() -> strictly(file, GB18030))
                .orElseThrow(() -> unreadable("UTF-8 or GB18030"));
    }

    /**
     * The charset of this name.
     *
     * @throws Refused if it is none that the hub speaks here
     */
    static Charset named(String name) {
        if (name.equalsIgnoreCase("utf-8") || name.equalsIgnoreCase("utf8")) {
            return StandardCharsets.UTF_8;
        }
        if (List.of("gb18030", "gbk", "gb2312").contains(name.toLowerCase(Locale.ROOT))) {
            return GB18030;
        }
        throw new Refused(Problem.of(ProblemType.UNSUPPORTED_TYPE, "This charset is not spoken here.")
                .allowing(List.of("utf-8", "gb18030")));
    }

    private static Optional<String> strictly(byte[] file, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(file)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Refused unreadable(String charset) {
        return new Refused(Problem.of(ProblemType.NOT_PARSEABLE, "The file is not text in " + charset + "."));
    }
}
