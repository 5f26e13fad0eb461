package org.huiliu.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.huiliu.normalize.Samples.Sample;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample pair of each feed's folder is one test. The expected files are the specification of the mappings. */
class SamplesTest {
    private static final int LEAST_SAMPLES = 6;

    private static FeedContracts contracts;
    private static Normalizer normalizer;
    private static ContractSchema content;

    @BeforeAll
    static void load() {
        contracts = new FeedContracts(Samples.divisions(), Optional.empty());
        normalizer = new Normalizer(contracts);
        content = ContractSchema.content("case.schema.json", ContractFiles.caseSchema());
    }

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    static Stream<String> feeds() {
        return Samples.feeds().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBecomesWhatItsExpectedFileSays(Sample sample) {
        Normalized normalized = normalizer
                .normalize(contracts.find(sample.feed()).orElseThrow(), sample.bytes(), sample.format())
                .fold(done -> done, rejected -> fail(rejected.toString()));

        assertThat(Samples.pretty(Samples.actual(normalized))).isEqualTo(Samples.pretty(sample.expectation()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anExpectedFileFitsThePublishedSchema(Sample sample) {
        JsonNode expected = sample.expectation();

        assertThat(content.faultsOf(expected.get("content"))).isEmpty();
        assertThat(expected.fieldNames()).toIterable().isSubsetOf("externalId", "version", "mainRecord", "content");
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void aFeedHasEnoughSamples(String feed) {
        assertThat(Samples.of(feed)).hasSizeGreaterThanOrEqualTo(LEAST_SAMPLES);
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void aFeedFolderIsNamedAsItsFeed(String feed) {
        assertThat(contracts.find(feed)).isPresent();
    }

    @Test
    void theSameAlarmAsJsonAndAsXmlIsTheSameMessage() {
        FeedContract police = contracts.find("110").orElseThrow();
        List<Sample> samples = Samples.of("110");

        assertThat(hash(police, samples.get(1))).isEqualTo(hash(police, samples.get(0)));
    }

    @Test
    void manyThreadsAtOnceGetTheSameAsOne() {
        List<Sample> samples = Samples.all();

        List<Boolean> equal = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> samples.get(i % samples.size()))
                .map(sample -> normalizer
                        .normalize(contracts.find(sample.feed()).orElseThrow(), sample.bytes(), sample.format())
                        .fold(done -> Samples.actual(done).equals(sample.expectation()), rejected -> false))
                .distinct()
                .toList();

        assertThat(equal).containsExactly(true);
    }

    private static String hash(FeedContract feed, Sample sample) {
        return normalizer
                .normalize(feed, sample.bytes(), sample.format())
                .fold(Normalized::contentHash, rejected -> fail(rejected.toString()));
    }
}
