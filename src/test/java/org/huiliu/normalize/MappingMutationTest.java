package org.huiliu.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.huiliu.normalize.Samples.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples are worth something only if a wrong mapping fails them: three places broken on purpose, each is found. */
class MappingMutationTest {

    @ParameterizedTest(name = "110: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "caller's place taken for the incident's | \"address\": .JQDZ | \"address\": .BJDZ",
                "danger no longer raises the urgency     | if ($inDanger or | if (",
                "merged alarm loses its main number      | (yes(.HBBS) and .GLZJJDBH) | false"
            })
    void aBrokenPoliceMappingFailsItsSamples(String what, String right, String wrong) {
        assertThat(failingSamples("110", right, wrong)).as(what).isNotEmpty();
    }

    @ParameterizedTest(name = "12345: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "the two phones are swapped   | phone(.callerPhone) | phone(.contactPhone)",
                "the city's number is lost    | if (.cityOrderNo) | if (false)",
                "satisfaction reads as police | \"12345:0-3-up\" | \"110:1-3-down\""
            })
    void aBrokenGovernmentLineMappingFailsItsSamples(String what, String right, String wrong) {
        assertThat(failingSamples("12345", right, wrong)).as(what).isNotEmpty();
    }

    @ParameterizedTest(name = "120: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "event and acceptance are mixed up | \"eventCode\": .sjbm | \"eventCode\": .slxh",
                "a medical record is not protected | \"CONFIDENTIAL\" | \"PUBLIC\"",
                "call and contact number swapped   | phone(.hjdj) | phone(.lxdh)"
            })
    void aBrokenMedicalMappingFailsItsSamples(String what, String right, String wrong) {
        assertThat(failingSamples("120", right, wrong)).as(what).isNotEmpty();
    }

    @ParameterizedTest(name = "12348: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a victim's matter is not strictly kept | if ($flags) \"STRICT\" | if (false) \"STRICT\"",
                "ten thousands are lost                 | * 10000 | * 1",
                "the partner's number is lost           | if (.caseNo) | if (false)"
            })
    void aBrokenLegalMappingFailsItsSamples(String what, String right, String wrong) {
        assertThat(failingSamples("12348", right, wrong)).as(what).isNotEmpty();
    }

    @Test
    void theUnbrokenMappingsFailNone() {
        assertThat(failingSamples("110", "JQDZ", "JQDZ")).isEmpty();
        assertThat(failingSamples("12345", "orderNo", "orderNo")).isEmpty();
    }

    private static List<Sample> failingSamples(String feed, String right, String wrong) {
        ContractFiles files = ContractFiles.folder(Samples.FEEDS.resolve(feed));
        String mapping = files.text("mapping.jslt");
        assertThat(mapping).as("the spot to break is still there").contains(right);
        Map<String, String> texts = new HashMap<>(files.texts());
        texts.put("mapping.jslt", mapping.replace(right, wrong));
        FeedContracts contracts = new FeedContracts(Samples.divisions(), List.of(new ContractFiles("mutant", texts)));
        Normalizer mutant = new Normalizer(contracts);
        FeedContract contract = contracts.find(feed).orElseThrow();
        return Samples.of(feed).stream()
                .filter(sample -> !mutant.normalize(contract, sample.bytes(), sample.format())
                        .fold(done -> Samples.actual(done).equals(sample.expectation()), rejected -> false))
                .toList();
    }
}
