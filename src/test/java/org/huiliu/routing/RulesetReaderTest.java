package org.huiliu.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huiliu.routing.Rules.NO_CATALOGUE;
import static org.huiliu.routing.Rules.example;
import static org.huiliu.routing.Rules.faults;
import static org.huiliu.routing.Rules.group;
import static org.huiliu.routing.Rules.json;
import static org.huiliu.routing.Rules.rule;
import static org.huiliu.routing.Rules.toRole;
import static org.huiliu.routing.Rules.warnings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.huiliu.platform.problem.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesetReaderTest {
    private static final Vocabulary SMALL_CITY = new Vocabulary() {
        @Override
        public boolean known(Field field, String code, boolean beginning) {
            return !code.startsWith("no-such");
        }

        @Override
        public List<String> choices(Field field) {
            return field == Field.FEED ? List.of("110", "12345") : List.of();
        }

        @Override
        public Optional<String> name(Field field, String code) {
            return Optional.empty();
        }

        @Override
        public boolean target(String code) {
            return code.equals("city");
        }

        @Override
        public boolean role(String role) {
            return role.equals("MUNICIPAL");
        }

        @Override
        public Optional<String> targetName(String code) {
            return Optional.empty();
        }
    };

    @Test
    void thePublishedExampleIsSound() {
        ObjectNode document = (ObjectNode) example();
        JsonNode catalogue = json("[{\"category\": \"gov\", \"host\": \"@DISTRICT\"}]");
        assertThat(faults(document, catalogue, Vocabulary.ANY)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"field": "fed", "eq": "110"}                                 | /when/field             | enum
            {"field": "feed", "near": {"lon": 1, "lat": 1, "metres": 5}}  | /when/near              | unknown
            {"field": "feed"}                                             | /when                   | operator
            {"field": "feed", "eq": 110}                                  | /when/eq                | type
            {"field": "feed", "in": ["110", "no-such"]}                   | /when/in/1              | code
            {"field": "division", "within": "no-such"}                    | /when/within            | code
            {"field": "reportCount", "range": {"from": 5, "to": 2}}       | /when/range             | empty
            {"field": "amount", "range": {}}                              | /when/range             | required
            {"field": "amount", "eq": 1E999999999}                        | /when/eq                | type
            {"field": "receivedAt", "span": {"from": "yesterday"}}        | /when/span/from         | format
            {"field": "receivedAt", "daily": {"from": "25:00", "to": "06:00"}} | /when/daily/from   | format
            {"field": "receivedAt", "workingTime": "yes"}                 | /when/workingTime       | type
            {"field": "point", "near": {"lon": 200, "lat": 1, "metres": 5}} | /when/near/lon        | range
            {"field": "point", "inside": [[1, 1], [2, 2]]}                | /when/inside            | type
            {"field": "text", "words": "no-list"}                         | /when/words             | word-list
            {"all": [{"field": "feed", "eq": "110"}, {"any": []}]}        | /when/all/1/any         | type
            {"all": [], "any": []}                                        | /when/any               | unknown
            {"script": "return true"}                                     | /when                   | required
            "always"                                                      | /when                   | required
            """)
    void aConditionThatCannotBeMeantIsNamedByItsSpot(String when, String pointer, String code) {
        List<Fault> faults = faults(group("FIRST", rule("r", when, toRole("MUNICIPAL"))), NO_CATALOGUE, SMALL_CITY);
        assertThat(faults).extracting(Fault::pointer, Fault::code).contains(tuple(pointer, code));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                               | /then                      | required
            {"deliver": {"host": {"target": "nobody"}}}                      | /then/deliver/host/target  | target
            {"deliver": {"host": {"role": "NOBODY"}}}                        | /then/deliver/host/role    | role
            {"deliver": {"host": {"role": "MUNICIPAL", "level": "GALAXY"}}}  | /then/deliver/host/level   | enum
            {"deliver": {"host": {"target": "city", "role": "MUNICIPAL"}}}   | /then/deliver/host         | unit
            {"deliver": {"host": {"catalogue": true}}}                       | /then/deliver/host/catalogue | catalogue
            {"deliver": {}}                                                  | /then/deliver/host         | required
            {"deliver": {"host": {"parentOf": {"parentOf": {"parentOf": {"parentOf": {"role": "MUNICIPAL"}}}}}}} | /then/deliver/host/parentOf/parentOf/parentOf | too-deep
            {"transfer": {"line": "no-such"}}                                | /then/transfer/line        | code
            {"review": {"within": "soon", "fallback": {"transfer": {"line": "110"}}}} | /then/review/within | format
            {"review": {"within": "PT5M"}}                                   | /then/review/fallback      | required
            {"review": {"within": "PT5M", "fallback": {}}}                   | /then/review/fallback      | required
            {"answer": {"text": " "}}                                        | /then/answer/text          | type
            {"answer": {"text": "x"}, "transfer": {"line": "110"}}           | /then                      | one-route
            {"urgency": "VERY"}                                              | /then/urgency              | enum
            {"deadline": "a b"}                                              | /then/deadline             | pattern
            {"tags": []}                                                     | /then/tags                 | type
            {"mail": "x"}                                                    | /then/mail                 | unknown
            """)
    void anActionThatCannotBeDoneIsNamedByItsSpot(String then, String pointer, String code) {
        List<Fault> faults = faults(
                group("FIRST", rule("r", "{\"field\": \"feed\", \"eq\": \"110\"}", then)), NO_CATALOGUE, SMALL_CITY);
        assertThat(faults).extracting(Fault::pointer, Fault::code).contains(tuple(pointer, code));
    }

    @Test
    void everyFaultIsNamedNotOnlyTheFirst() {
        JsonNode document = group(
                "FIRST",
                rule("r", "{\"field\": \"fed\", \"eq\": \"110\"}", "{\"urgency\": \"VERY\"}"),
                rule("r", "{\"field\": \"feed\", \"eq\": \"no-such\"}", toRole("MUNICIPAL")));
        assertThat(faults(document, NO_CATALOGUE, SMALL_CITY))
                .extracting(Fault::pointer)
                .contains(
                        "/groups/0/rules/0/when/field",
                        "/groups/0/rules/0/then/urgency",
                        "/groups/0/rules/1/name",
                        "/groups/0/rules/1/when/eq");
    }

    @Test
    void anUnknownCodeComesWithTheOnesThatThereAre() {
        JsonNode document =
                group("FIRST", rule("r", "{\"field\": \"feed\", \"eq\": \"no-such\"}", toRole("MUNICIPAL")));
        assertThat(faults(document, NO_CATALOGUE, SMALL_CITY))
                .singleElement()
                .satisfies(fault -> assertThat(fault.allowed()).containsExactly("110", "12345"));
    }

    @Test
    void whatCatchesTheRestMustSendItSomewhere() {
        JsonNode document = json("{\"groups\": [], \"otherwise\": {\"zh\": \"兜底\", \"then\": {\"tags\": [\"x\"]}}}");
        assertThat(faults(document)).extracting(Fault::pointer).containsExactly("/otherwise/then");
        JsonNode several = json("{\"groups\": 1, \"roles\": {\"A\": 7}, \"otherwise\": {\"then\": {}}}");
        assertThat(faults(several))
                .extracting(Fault::pointer)
                .contains("/groups", "/roles/A", "/otherwise/zh", "/otherwise/then");
        assertThat(faults(json("{\"groups\": []}"))).extracting(Fault::pointer).contains("/otherwise");
    }

    @Test
    void aCatalogueLineIsNamedByItsSpot() {
        JsonNode catalogue = json("""
                [{"category": "gov", "host": "city"}, {"category": "gov", "host": "@NOBODY"},
                 {"category": "no-such", "division": "12345", "level": "MOON", "host": "nobody", "co": ["@MUNICIPAL", "x"]}]
                """);
        assertThat(faults(group("FIRST"), catalogue, SMALL_CITY))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/catalogue/1/host",
                        "/catalogue/1",
                        "/catalogue/2/category",
                        "/catalogue/2/division",
                        "/catalogue/2/level",
                        "/catalogue/2/host",
                        "/catalogue/2/co/1");
    }

    @Test
    void aRuleThatAnEarlierOneTakesEveryCaseOfIsWarnedOf() {
        JsonNode document = group(
                "FIRST",
                rule("wide", "{\"field\": \"category\", \"prefix\": [\"gov.\", \"order\"]}", toRole("A")),
                rule(
                        "narrow",
                        "{\"all\": [{\"field\": \"category\", \"in\": [\"gov.tax\", \"order.dispute\"]},"
                                + " {\"field\": \"feed\", \"eq\": \"110\"}]}",
                        toRole("B")),
                rule("other", "{\"field\": \"category\", \"in\": [\"gov.tax\", \"crime\"]}", toRole("B")));
        assertThat(warnings(document)).singleElement().satisfies(warning -> {
            assertThat(warning.pointer()).isEqualTo("/groups/0/rules/1");
            assertThat(warning.code()).isEqualTo("unreachable");
            assertThat(warning.detail()).contains("'wide'");
        });
    }

    @Test
    void aRuleWithAHigherPriorityIsNotHiddenByItsPlace() {
        JsonNode first = json(rule("all", "{\"all\": []}", toRole("A")));
        ObjectNode second = (ObjectNode) json(rule("some", "{\"field\": \"feed\", \"eq\": \"110\"}", toRole("B")));
        second.put("priority", 1);
        assertThat(warnings(group("FIRST", first.toString(), second.toString())))
                .isEmpty();
        assertThat(warnings(group("ALL", first.toString(), second.toString()))).isEmpty();
    }

    @Test
    void aRuleWhoseTimeIsOverOrWhoseTestsExcludeEachOtherIsWarnedOf() {
        ObjectNode over = (ObjectNode) json(rule("over", "{\"field\": \"feed\", \"eq\": \"110\"}", toRole("A")));
        over.put("to", "2020-01-01T00:00:00+08:00");
        String never = rule(
                "never",
                "{\"all\": [{\"field\": \"feed\", \"eq\": \"110\"}, {\"field\": \"feed\", \"eq\": \"120\"}]}",
                toRole("A"));
        assertThat(warnings(group("FIRST", over.toString(), never)))
                .extracting(Fault::pointer, Fault::code)
                .containsExactly(tuple("/groups/0/rules/0/to", "expired"), tuple("/groups/0/rules/1/when", "never"));
    }

    private static org.assertj.core.groups.Tuple tuple(String pointer, String code) {
        String at =
                pointer.startsWith("/when") || pointer.startsWith("/then") ? "/groups/0/rules/0" + pointer : pointer;
        return org.assertj.core.groups.Tuple.tuple(at, code);
    }
}
