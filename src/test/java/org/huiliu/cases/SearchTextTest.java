package org.huiliu.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchTextTest {

    @Test
    void ideographsAreIndexedOneByOneAndInPairs() {
        assertThat(SearchText.tokens("噪音扰民")).containsExactly("噪", "噪音", "音", "音扰", "扰", "扰民", "民");
    }

    @Test
    void lettersAndDigitsAreWholeWordsInSmallLettersAndUsualWidth() {
        assertThat(SearchText.tokens("苏Ａ１２３号 KTV")).containsExactly("苏", "a123", "号", "ktv");
    }

    @Test
    void aQueryAsksForAllPairsAndForTheExactText() {
        SearchText.Query query = SearchText.query("中山路 ＫＴＶ");

        assertThat(query.tsquery()).isEqualTo("'中山' & '山路' & 'ktv'");
        assertThat(query.terms()).containsExactly("中山路", "ktv");
    }

    @Test
    void aSingleIdeographIsItsOwnQuery() {
        assertThat(SearchText.query("井").tsquery()).isEqualTo("'井'");
    }

    @Test
    void punctuationAloneAsksForNothing() {
        assertThat(SearchText.query("？！ '").empty()).isTrue();
    }

    @Test
    void aRareIdeographOutsideTheBasicPlaneStaysWhole() {
        assertThat(SearchText.tokens("𠮷野")).containsExactly("𠮷", "𠮷野", "野");
    }

    @Test
    void aQuotationMarkNeverReachesTheQueryLanguage() {
        assertThat(SearchText.query("a'b\\c & !d").tsquery()).isEqualTo("'a' & 'b' & 'c' & 'd'");
    }

    @Test
    void anEndlessRunIsClippedAlikeInTextAndQuery() {
        String endless = "x".repeat(5_000);

        assertThat(SearchText.query(endless).tsquery())
                .isEqualTo("'" + SearchText.tokens(endless).get(0) + "'");
    }
}
