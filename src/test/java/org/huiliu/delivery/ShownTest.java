package org.huiliu.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is left of a person in what operators are shown. */
class ShownTest {
    @Test
    void inOurFormTheContactIsMaskedAndHealthIsForTriage() {
        byte[] body = bytes("""
                {"deliveryId":"01993b6c-2f51-7c3a-9d0e-6a1b2c3d4e5f","kind":"CREATE","division":"320302",
                 "case":{"title":"外墙渗水,回电13800000001","contact":{"name":"张小明","phone":"13800000001"},
                 "medical":{"chiefComplaint":"胸痛"},"times":{"reportedAt":"2026-01-05T21:10:00+08:00"}}}""");
        String others = Shown.OTHERS.ofOurs(body).toString();
        String triage = Shown.TRIAGE.ofOurs(body).toString();

        assertThat(others)
                .contains(
                        "01993b6c-2f51-7c3a-9d0e-6a1b2c3d4e5f",
                        "320302",
                        "外墙渗水",
                        "138****01",
                        "2026-01-05T21:10:00+08:00")
                .doesNotContain("张", "13800000001", "胸痛");
        assertThat(triage).contains("胸痛").doesNotContain("张", "13800000001");
    }

    @Test
    void inTheirFormOnlyCodesNumbersAndTimesAreLeft() {
        String shown = Shown.TRIAGE.ofTheirs(bytes("""
                {"code":"E12","lxr":"zhangsan","who":"张小明","tel":13800000001,"id":"320302199001010000","order":"ZJ-2026-17",
                 "at":"2026-01-05 21:10:00","list":["回电138 0000 0001",3]}""")).toString();

        assertThat(shown)
                .contains("\"E12\"", "ZJ-2026-17", "2026-01-05 21:10:00", "138****01", "320****00", "***(15)", "3")
                .doesNotContain("zhangsan", "张", "13800000001", "0000 0001", "199001010000");
    }

    @Test
    void whatIsNoJsonIsShownWithoutNamesAndNumbers() {
        String shown = Shown.TRIAGE
                .ofTheirs(bytes("<h1>502 Bad Gateway</h1> 张小明 13800000001 {\"cut\": \"of"))
                .asText();
        assertThat(shown).isEqualTo("<h1>502 Bad Gateway</h1> * 138****01 {\"cut\": \"of");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
