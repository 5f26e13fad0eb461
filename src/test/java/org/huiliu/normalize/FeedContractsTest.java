package org.huiliu.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contracts are data: a further feed is a folder, and a broken one is found before the first report. */
class FeedContractsTest {
    private static final String FEED = """
            feed: parks
            name: {zh: 公园管理, en: Park wardens}
            version: "1"
            accepts: [json]
            zone: "+08:00"
            datum: WGS84
            identity:
              externalId: [/no, /part]
              version: {pointer: /seq, kind: number}
            coded:
              - {pointer: /kind, table: kind}
            """;
    private static final String SCHEMA = """
            {"type": "object", "required": ["no", "text"],
             "properties": {"kind": {"type": "string", "maxLength": 10}, "text": {"type": "string", "pattern": "^[^#]+$"}}}
            """;
    private static final String MAPPING = """
            {
              "domain": "GOV_SERVICE",
              "appealType": fallback(code("kind", .kind).value, "OTHER"),
              "category": {"system": "huiliu", "version": "1", "code": "UNMAPPED"},
              "urgency": "NORMAL",
              "priority": "P3",
              "place": {"point": point(.x, .y)},
              "title": clip(.text, 10)
            }
            """;
    private static final String KINDS = "code,name,value\n1,投诉,COMPLAINT\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void dropInAFeed() throws IOException {
        write("parks/feed.yaml", FEED);
        write("parks/payload.schema.json", SCHEMA);
        write("parks/mapping.jslt", MAPPING);
        write("parks/codes/kind.csv", KINDS);
    }

    @Test
    void aFeedOfTheExternalFolderStandsBesideTheShippedOnes() {
        FeedContracts contracts = load();

        assertThat(contracts.find("parks")).isPresent();
        assertThat(contracts.find("110")).isPresent();
        assertThat(contracts.find("nobody")).isEmpty();
    }

    @Test
    void aReportOfTheDroppedInFeedIsNormalized() {
        Normalized report = normalize("{\"no\": 7, \"part\": \"b\", \"seq\": 12, \"kind\": \"9\", \"text\": \"长椅坏了\"}")
                .fold(done -> done, rejected -> fail(rejected.toString()));

        assertThat(report.externalId()).isEqualTo("7-b");
        assertThat(report.version()).isEqualTo("00000000000000000012");
        assertThat(report.mainRecord()).isNull();
        assertThat(report.content().title()).isEqualTo("长椅坏了");
        assertThat(report.content().unmapped()).extracting("field").containsExactly("/kind");
    }

    @Test
    void anExternalFeedReplacesTheShippedOneOfTheSameCode() throws IOException {
        write("parks/feed.yaml", FEED.replace("feed: parks", "feed: \"110\""));

        assertThat(load().find("110").orElseThrow().name().en()).isEqualTo("Park wardens");
    }

    @Test
    void theFaultsOfAPayloadNameSpotsAndNeverValues() {
        Rejected rejected = normalize("{\"kind\": \"13800000001\", \"text\": \"#13800000001\"}")
                .fold(done -> fail("was accepted"), refused -> refused);

        assertThat(rejected.kind()).isEqualTo(Rejected.Kind.BREAKS_CONTRACT);
        assertThat(rejected.faults())
                .extracting("pointer", "code")
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("/no", "required"),
                        org.assertj.core.groups.Tuple.tuple("/kind", "maxLength"),
                        org.assertj.core.groups.Tuple.tuple("/text", "pattern"));
        assertThat(rejected.toString()).doesNotContain("13800000001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"title\"    | \"titel\"          | /titel",
                "\"P3\"       | \"P9\"             | /priority",
                "clip(.text, 10) | .nothing        | /title",
                "clip(.text, 10) | number(.text)   | mapping.jslt failed",
                "clip(.text, 10) | error(.text)    | mapping.jslt failed"
            })
    void aMappingThatFailsOnAPayloadIsAnOutcomeThatNamesTheSpot(String right, String wrong, String spot)
            throws IOException {
        write("parks/mapping.jslt", MAPPING.replace(right, wrong));

        Rejected rejected = normalize("{\"no\": 7, \"text\": \"13800000001x\"}")
                .fold(done -> fail("was accepted"), refused -> refused);

        assertThat(rejected.kind()).isEqualTo(Rejected.Kind.MAPPING_FAILED);
        assertThat(rejected.toString()).contains(spot).doesNotContain("13800000001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "feed.yaml           | /no,             | no,                | /identity/externalId",
                "feed.yaml           | table: kind      | table: kinds       | coded /kind",
                "feed.yaml           | WGS84            | MARS               | /datum",
                "feed.yaml           | \"+08:00\"       | \"Beijing\"        | /zone",
                "feed.yaml           | datum:           | datun:             | /datun",
                "feed.yaml           | name: {          | name: [            | line",
                "payload.schema.json | \"object\",      | \"object\"         | line 1",
                "payload.schema.json | ^[^#]+$          | ^[                 | payload.schema.json",
                "mapping.jslt        | \"P3\",          | \"P3\"             | line",
                "mapping.jslt        | code(\"kind\"    | code(\"kinds\"     | line 3",
                "mapping.jslt        | clip(            | clop(              | line 8",
                "codes/kind.csv      | code,name        | code,title         | line 1",
                "codes/kind.csv      | 1,投诉           | \"1,投诉           | line 2"
            })
    void aBrokenContractStopsTheStartWithFileAndSpot(String file, String right, String wrong, String spot)
            throws IOException {
        String text = Files.readString(folder.resolve("parks").resolve(file));
        assertThat(text).contains(right);
        write("parks/" + file, text.replace(right, wrong));

        assertThatThrownBy(this::load)
                .isInstanceOf(BrokenContract.class)
                .hasMessageContaining("parks/" + file)
                .hasMessageContaining(spot);
    }

    @Test
    void aMissingFileStopsTheStart() throws IOException {
        Files.delete(folder.resolve("parks/mapping.jslt"));

        assertThatThrownBy(this::load).isInstanceOf(BrokenContract.class).hasMessageContaining("mapping.jslt");
    }

    @Test
    void aMissingExternalFolderStopsTheStart() {
        Optional<String> nowhere = Optional.of(folder.resolve("nowhere").toString());

        assertThatThrownBy(() -> new FeedContracts(new WellFormedCodes(), nowhere))
                .isInstanceOf(BrokenContract.class)
                .hasMessageContaining("huiliu.contracts.dir");
    }

    @Test
    void theIndexOfShippedFilesNamesExactlyTheFilesOfTheFolders() throws IOException {
        List<String> listed = Files.readAllLines(Samples.FEEDS.resolve("index.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .sorted()
                .toList();
        try (Stream<Path> files = Files.walk(Samples.FEEDS)) {
            List<String> present = files.filter(Files::isRegularFile)
                    .map(file -> Samples.FEEDS.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !file.contains("/samples/") && !file.equals("index.txt"))
                    .sorted()
                    .toList();
            assertThat(listed).isEqualTo(present);
        }
    }

    private FeedContracts load() {
        return new FeedContracts(new WellFormedCodes(), Optional.of(folder.toString()));
    }

    private Normalization normalize(String payload) {
        FeedContracts contracts = load();
        return new Normalizer(contracts)
                .normalize(contracts.find("parks").orElseThrow(), payload.getBytes(UTF_8), PayloadFormat.JSON);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
