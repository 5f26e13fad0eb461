package org.huiliu.routing.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Refused;
import org.huiliu.routing.Catalogue;
import org.huiliu.routing.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The catalogue out to a spreadsheet and in again. */
class CatalogueCsvTest {
    private static final String[] NOTES = {
        "=HYPERLINK(\"http://x\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "'quoted",
        "''",
        "逗号,引号\",换行\n第二行",
        "㐀𠮷生僻字",
        "; 分号",
        "plain"
    };

    @Test
    void whatGoesOutComesInAgainInBothCharsetsAndWithBothHeads() {
        Random random = new Random(4);
        for (int round = 0; round < 50; round++) {
            Catalogue catalogue = generated(random);
            for (Charset charset : List.of(StandardCharsets.UTF_8, CatalogueCsv.GB18030)) {
                byte[] file = CatalogueCsv.write(catalogue, charset, round % 2 == 0);
                assertThat(CatalogueCsv.read(file, charset.name()).items()).isEqualTo(items(catalogue));
                assertThat(CatalogueCsv.read(file, null).items()).isEqualTo(items(catalogue));
            }
        }
    }

    @Test
    void noCellIsAFormulaToASpreadsheet() {
        Catalogue catalogue = new Catalogue(
                List.of(new Catalogue.Item("order.noise", "320302", null, "@DISTRICT", List.of("@JUDICIAL"), "=1+1")));
        String file = new String(CatalogueCsv.write(catalogue, StandardCharsets.UTF_8, false), StandardCharsets.UTF_8);

        assertThat(file)
                .startsWith("\uFEFFcategory,")
                .contains("'@DISTRICT")
                .contains("'@JUDICIAL")
                .contains("'=1+1");
        assertThat(file).doesNotContainPattern("[,\n][=+@-]");
    }

    @Test
    void handWrittenTablesAreTaken() {
        String file = "主办单位,事项,层级,协办单位,区划\r\n@DISTRICT, order.noise ,街镇级,a；b、c,320302\r\n\r\n,,,,\r\nmunicipal,env\r\n";
        CatalogueCsv.Table table = CatalogueCsv.read(file.getBytes(CatalogueCsv.GB18030), null);

        assertThat(table.items().toString())
                .isEqualTo(
                        "[{\"category\":\"order.noise\",\"division\":\"320302\",\"level\":\"STREET\","
                                + "\"host\":\"@DISTRICT\",\"co\":[\"a\",\"b\",\"c\"]},{\"category\":\"env\",\"host\":\"municipal\"}]");
        assertThat(table.lines()).containsExactly(2, 5);
    }

    @Test
    void aFaultIsToldAsWhoHasTheFileOpenFindsIt() {
        String file = "category,host,note\na,x,\"two\nlines\"\nb,y,\n";
        CatalogueCsv.Table table = CatalogueCsv.read(file.getBytes(StandardCharsets.UTF_8), "utf-8");
        Fault fault = table.inFile(Fault.at("/catalogue/1/host", "target", "no such target"));

        assertThat(fault.pointer()).isEqualTo("/lines/4/host");
        assertThat(fault.detail()).isEqualTo("line 4, column 2 (host 主办单位): no such target");
        assertThat(table.inFile(Fault.at("/document/groups", "x", "y")).pointer())
                .isEqualTo("/document/groups");
    }

    @Test
    void everyFaultyLineIsNamed() {
        assertThat(faults("category,host,level\na,x,镇\nb,y,STREET\nc,z,LEVEL\n"))
                .containsExactly("/lines/2/level", "/lines/4/level");
        assertThat(faults("category,unit\n")).containsExactly("/lines/1", "/lines/1");
        assertThat(faults("")).containsExactly("");
        assertThat(faults("category,host\na,b,c\n")).containsExactly("/lines/2");
        assertThat(faults("category,host\n\"a,b\n")).containsExactly("/lines/3");
    }

    @Test
    void whatIsNoTextIsRefused() {
        byte[] file = {(byte) 0xFF, (byte) 0xFE, 'a', 0};
        assertThat(status(file, null)).isEqualTo(400);
        assertThat(status("事项".getBytes(CatalogueCsv.GB18030), "utf-8")).isEqualTo(400);
        assertThat(status("a".getBytes(StandardCharsets.UTF_8), "latin1")).isEqualTo(415);
    }

    private static int status(byte[] file, @Nullable String charset) {
        return refused(file, charset).problem().status();
    }

    private static List<String> faults(String file) {
        return refused(file.getBytes(StandardCharsets.UTF_8), null).problem().faults().stream()
                .map(Fault::pointer)
                .toList();
    }

    private static Refused refused(byte[] file, @Nullable String charset) {
        return catchThrowableOfType(Refused.class, () -> {
            var unused = CatalogueCsv.read(file, charset);
        });
    }

    private static JsonNode items(Catalogue catalogue) {
        // absent and empty are the same in the document
        return HubJson.read(HubJson.write(catalogue.items()), JsonNode.class);
    }

    private static Catalogue generated(Random random) {
        List<Catalogue.Item> items = new ArrayList<>();
        for (int i = 0; i < random.nextInt(30); i++) {
            items.add(new Catalogue.Item(
                    "order.c" + i,
                    random.nextBoolean() ? "" : "32030200" + random.nextInt(10),
                    random.nextBoolean() ? null : Level.values()[random.nextInt(Level.values().length)],
                    random.nextBoolean() ? "@DISTRICT" : "unit-" + random.nextInt(9),
                    random.nextBoolean() ? List.of() : List.of("@JUDICIAL", "unit-" + random.nextInt(9)),
                    random.nextInt(4) == 0 ? null : NOTES[random.nextInt(NOTES.length)]));
        }
        return new Catalogue(items);
    }
}
