package org.huiliu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final String CHARACTERS = "楼上漏水ＡＢｚ12３，。、《》“”—·：！～…㎡①ｱ　 aZ\n【】é𠮷";

    @Test
    void widthAndCaseDoNotMatter() {
        assertThat(Facts.comparable("ＷｉＦｉ断网，１２幢")).isEqualTo("wifi断网,12幢");
    }

    @Test
    void lookingAtTheCharactersGivesWhatNormalizingGives() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            assertThat(Facts.comparable(text.toString()))
                    .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
        }
    }
}
