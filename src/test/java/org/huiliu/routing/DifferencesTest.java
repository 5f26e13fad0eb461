package org.huiliu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.Test;

/** What an approver reads before approving. */
class DifferencesTest {
    private static final String BEFORE = """
            {"groups":[{"name":"dispatch","zh":"派单","mode":"FIRST","rules":[
               {"name":"a","zh":"甲","when":{"all":[{"field":"feed","eq":"110"},{"field":"tags","eq":"x"}]},
                "then":{"deliver":{"host":{"target":"u1"}}}},
               {"name":"b","zh":"乙","when":{"field":"feed","eq":"120"},"then":{"deliver":{"host":{"target":"u2"}}}},
               {"name":"c","zh":"丙","then":{"tags":["t"]}}]}],
             "words":{"危险":["爆炸","泄漏"]},
             "otherwise":{"zh":"兜底","then":{"deliver":{"host":{"role":"MUNICIPAL"}}}}}""";
    private static final String LINES =
            "[{\"category\":\"order\",\"host\":\"u1\"},{\"category\":\"env\",\"division\":\"320302\",\"level\":\"STREET\",\"host\":\"@ENV\"}]";

    @Test
    void aVersionDoesNotDifferFromItself() {
        assertThat(between(BEFORE, LINES, BEFORE, LINES)).isEmpty();
    }

    @Test
    void eachPartOfARuleThatChangesIsNamed() {
        String after = BEFORE.replace("{\"field\":\"tags\",\"eq\":\"x\"}", "{\"field\":\"tags\",\"eq\":\"y\"}")
                .replace("\"zh\":\"乙\",", "\"zh\":\"乙方\",\"priority\":5,\"from\":\"2026-01-01T00:00:00+08:00\",")
                .replace("\"tags\":[\"t\"]", "\"urgency\":\"URGENT\"");
        List<Difference> found = between(BEFORE, LINES, after, LINES);

        assertThat(found).extracting(Difference::name).containsExactly("a", "b", "c");
        assertThat(found.get(0).zh()).isEqualTo("规则“甲”：条件由 标签=x 改为 标签=y");
        assertThat(found.get(0).en()).isEqualTo("a: rule: condition tags=x → tags=y");
        assertThat(found.get(1).zh()).contains("优先级由“100”改为“5”", "生效自由“—”改为“2026-01-01 00:00”", "说明由“乙”改为“乙方”");
        assertThat(found.get(2).en()).contains("action tags t → urgency URGENT");
    }

    @Test
    void rulesThatComeGoOrChangePlacesAreTold() {
        String after = BEFORE.replace("\"name\":\"a\"", "\"name\":\"tmp\"")
                .replace("\"name\":\"b\"", "\"name\":\"a\"")
                .replace("\"name\":\"tmp\"", "\"name\":\"b\"")
                .replace("\"name\":\"c\"", "\"name\":\"d\"");
        List<Difference> found = between(BEFORE, LINES, after, LINES);

        assertThat(found)
                .extracting(Difference::kind)
                .contains(Difference.Kind.MOVED, Difference.Kind.ADDED, Difference.Kind.REMOVED);
        assertThat(found.get(0).en()).isEqualTo("dispatch: order: a, b → b, a");
        assertThat(found).anyMatch(one -> one.zh().equals("新增规则“丙”(组 dispatch)：任何情形 → 标签 t"));
        assertThat(found).anyMatch(one -> one.zh().equals("删除规则“丙”：任何情形 → 标签 t"));
    }

    @Test
    void groupsWordListsAndWhatCatchesTheRestAreTold() {
        String after = BEFORE.replace("\"mode\":\"FIRST\"", "\"mode\":\"ALL\"")
                .replace("[\"爆炸\",\"泄漏\"]", "[\"爆炸\",\"坍塌\"]")
                .replace("\"MUNICIPAL\"", "\"DISTRICT\"");
        List<Difference> found = between(BEFORE, LINES, after, LINES);

        assertThat(found)
                .extracting(Difference::subject)
                .containsExactly(Difference.Subject.GROUP, Difference.Subject.WORDS, Difference.Subject.OTHERWISE);
        assertThat(found.get(0).zh()).contains("由首条命中改为全部命中");
        assertThat(found.get(1).zh()).isEqualTo("词表“危险”：增加 坍塌；去掉 泄漏");
        assertThat(found.get(2).en()).contains("MUNICIPAL → DISTRICT");
    }

    @Test
    void linesOfTheCatalogueAreTold() {
        String lines =
                "[{\"category\":\"env\",\"division\":\"320302\",\"level\":\"STREET\",\"host\":\"@ENV\",\"co\":[\"u2\"]},{\"category\":\"road\",\"host\":\"u3\"}]";
        List<Difference> found = between(BEFORE, LINES, BEFORE, lines);

        assertThat(found)
                .extracting(Difference::kind)
                .containsExactly(Difference.Kind.CHANGED, Difference.Kind.ADDED, Difference.Kind.REMOVED);
        assertThat(found.get(0).name()).isEqualTo("env/320302/STREET");
        assertThat(found.get(0).zh()).contains("协办由“—”改为“u2”");
        assertThat(found.get(2).en()).contains("order//: catalogue line: removed: u1");
    }

    private static List<Difference> between(String before, String lines, String after, String otherLines) {
        return Differences.between(read(before, lines), read(after, otherLines), Vocabulary.ANY);
    }

    private static RulesetDocument read(String document, String catalogue) {
        return RulesetReader.stored(HubJson.read(document, JsonNode.class), HubJson.read(catalogue, JsonNode.class));
    }
}
