package org.huiliu.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "13800000001, 13800000001",
        "138-0000-0001, 13800000001",
        "+86 138 0000 0001, 13800000001",
        "0086-13800000001, 13800000001",
        "8613800000001, 13800000001",
        "１３８００００００01, 13800000001",
        "（0516）8000-0007, 051680000007",
        "0516-80000007转802, 051680000007",
        "13800000001/13800000002, 13800000001",
        "13800000001、13800000002, 13800000001",
        "86800000, 86800000",
        "110, 110"
    })
    void aNumberHasOneForm(String written, String number) {
        assertThat(PhoneNumbers.read(written)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "未知", "138****0001", "12", "+", "1234567890123456", "call me", "()--", "13800000001 or so"})
    void whatIsNoWholeNumberIsNone(String written) {
        assertThat(PhoneNumbers.read(written)).isEmpty();
    }
}
