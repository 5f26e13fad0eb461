package org.huiliu.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.huiliu.model.Point;
import org.huiliu.normalize.Samples.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A feed that the hub has never heard of: 城管, dropped in as one folder, with field names of its own. */
class FifthFeedTest {
    private static final Path DROPPED_IN = Path.of("src/test/contracts/feeds");

    private static final FeedContracts CONTRACTS =
            new FeedContracts(Samples.divisions(), Optional.of(DROPPED_IN.toString()));
    private static final Normalizer NORMALIZER = new Normalizer(CONTRACTS);

    static Stream<Sample> samples() {
        return Samples.in(DROPPED_IN.resolve("chengguan")).stream();
    }

    @Test
    void aFolderIsAllThatANewFeedNeeds() {
        assertThat(CONTRACTS.find("chengguan")).hasValueSatisfying(feed -> {
            assertThat(feed.name().zh()).isEqualTo("数字城管平台");
            assertThat(feed.datum()).isEqualTo(Point.Datum.CGCS2000);
            assertThat(feed.answersTo()).isNull();
        });
        assertThat(CONTRACTS.find("110")).as("the shipped feeds stay").isPresent();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void itsReportsAreNormalizedWithoutJava(Sample sample) {
        Normalized normalized = NORMALIZER
                .normalize(CONTRACTS.find(sample.feed()).orElseThrow(), sample.bytes(), sample.format())
                .fold(done -> done, rejected -> fail(rejected.toString()));

        assertThat(Samples.pretty(Samples.actual(normalized))).isEqualTo(Samples.pretty(sample.expectation()));
    }

    @Test
    void itsContractIsHeldLikeAnyOther() {
        String refused = NORMALIZER
                .normalize(
                        CONTRACTS.find("chengguan").orElseThrow(),
                        "{\"案卷编号\":\"CG202509110001\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        PayloadFormat.JSON)
                .fold(
                        done -> fail("a report without 问题描述 was taken"),
                        rejected -> rejected.faults().get(0).pointer());

        assertThat(refused).isIn("", "/问题描述");
    }
}
