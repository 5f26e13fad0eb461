package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.huiliu.model.Unmapped;
import org.huiliu.normalize.FeedContract.Coded;
import org.huiliu.normalize.FeedContract.MainRecord;
import org.huiliu.normalize.FeedContract.Version;
import org.huiliu.normalize.Rejected.Kind;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/** A feed's contract with its schema, mapping and tables ready for work. */
record CompiledFeed(
        FeedContract contract,
        ContractSchema payloadSchema,
        CaseMapping mapping,
        Map<String, CodeTable> tables,
        TimeStyles times) {

    /** Room in the column that holds it. */
    private static final int LONGEST_ID = 200;

    /** Fixed width, so that the text sorts as the time does. */
    private static final DateTimeFormatter SORTABLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static CompiledFeed compile(ContractFiles files, DivisionResolver divisions, ContractSchema content) {
        FeedContract contract = ContractReader.read(files.path("feed.yaml"), files.text("feed.yaml"));
        Map<String, CodeTable> tables = tables(files);
        checkTables(files.path("feed.yaml"), contract, tables);
        TimeStyles times = new TimeStyles(contract.zone());
        MappingFunctions functions =
                new MappingFunctions(tables, times, contract.datum(), divisions, contract.within());
        return new CompiledFeed(
                contract,
                ContractSchema.read(files.path("payload.schema.json"), files.text("payload.schema.json")),
                CaseMapping.compile(
                        files.path("mapping.jslt"),
                        files.text("mapping.jslt"),
                        functions.all(),
                        tables.keySet(),
                        content),
                tables,
                times);
    }

    private static Map<String, CodeTable> tables(ContractFiles files) {
        Map<String, CodeTable> tables = new HashMap<>();
        files.texts().forEach((file, text) -> {
            if (file.startsWith("codes/") && file.endsWith(".csv")) {
                String name = file.substring("codes/".length(), file.length() - ".csv".length());
                tables.put(name, CodeTable.read(files.path(file), text));
            }
        });
        return tables;
    }

    private static void checkTables(String file, FeedContract contract, Map<String, CodeTable> tables) {
        for (Coded coded : contract.coded()) {
            if (!coded.table().equals(Coded.TIME) && !tables.containsKey(coded.table())) {
                throw new BrokenContract(
                        file, "coded " + coded.pointer(), "there is no codes/" + coded.table() + ".csv");
            }
        }
    }

    String externalId(JsonNode canonical) throws Refusal {
        StringBuilder id = new StringBuilder();
        for (JsonPointer part : contract.identity().externalId()) {
            String text = text(canonical, part);
            if (text != null) {
                id.append(id.isEmpty() ? "" : "-").append(text);
            } else if (id.isEmpty()) {
                throw breach(part, "required", "is missing, it identifies the record", null);
            }
        }
        return bounded(id.toString(), contract.identity().externalId().get(0));
    }

    private static String bounded(String number, JsonPointer at) throws Refusal {
        if (number.length() > LONGEST_ID) {
            throw breach(at, "maxLength", "the record's number is too long", "at most " + LONGEST_ID + " characters");
        }
        return number;
    }

    @Nullable
    String version(JsonNode canonical) {
        Version version = contract.identity().version();
        String text = version == null ? null : text(canonical, version.pointer());
        if (version == null || text == null) {
            return null;
        }
        return switch (version.kind()) {
            case TIME -> times.read(text).map(SORTABLE::format).orElse(null);
            case NUMBER -> text.matches("\\d{1,20}") ? "0".repeat(20 - text.length()) + text : null;
        };
    }

    @Nullable
    String mainRecord(JsonNode canonical) throws Refusal {
        MainRecord main = contract.identity().mainRecord();
        if (main == null
                || (main.when() != null
                        && !main.when()
                                .equals()
                                .equals(text(canonical, main.when().pointer())))) {
            return null;
        }
        String number = text(canonical, main.pointer());
        return number == null ? null : bounded(number, main.pointer());
    }

    /** The coded values that this feed's tables do not know, in the order of the contract. */
    List<Unmapped> unmapped(ObjectNode canonical) {
        List<Unmapped> unmapped = new ArrayList<>();
        for (Coded coded : contract.coded()) {
            JsonNode value = canonical.at(coded.pointer());
            if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    check(value.get(i), coded.pointer() + "/" + i, coded.table(), unmapped);
                }
            } else {
                check(value, coded.pointer().toString(), coded.table(), unmapped);
            }
        }
        return unmapped;
    }

    private void check(JsonNode value, String pointer, String table, List<Unmapped> unmapped) {
        if (value.isTextual() && !knows(table, value.textValue())) {
            unmapped.add(new Unmapped(pointer, value.textValue(), table));
        }
    }

    private boolean knows(String table, String value) {
        CodeTable codes = tables.get(table);
        return codes == null ? times.read(value).isPresent() : codes.has(value);
    }

    private static @Nullable String text(JsonNode canonical, JsonPointer pointer) {
        return canonical.at(pointer).textValue();
    }

    private static Refusal breach(JsonPointer at, String code, String detail, @Nullable String allowed) {
        return Refusal.of(
                Kind.BREAKS_CONTRACT,
                List.of(new Fault(at.toString(), code, detail, allowed == null ? null : List.of(allowed))));
    }
}
