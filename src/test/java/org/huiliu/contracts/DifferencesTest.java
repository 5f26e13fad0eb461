package org.huiliu.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.openapitools.openapidiff.core.OpenApiCompare;

/** What two versions of a contract differ in, and whether that is breaking: beside the judgement of openapi-diff. */
class DifferencesTest {
    private static final String ORDER = "/components/schemas/Order";
    private static final String RESULT = "/components/schemas/Result";

    @Test
    void nothingDiffersFromItself() {
        assertThat(differences(api -> {})).isEmpty();
        assertThat(differences(api -> at(api, "/info").put("title", "另一个标题"))).isEmpty();
        assertThat(differences(api -> at(api, "/paths/~1orders/post").put("summary", "改了说明")))
                .isEmpty();
    }

    @Test
    void whoSendsIsBrokenByWhatAsksForMore() {
        breaking("删除了操作 POST /orders/{}/cancel", api -> at(api, "/paths").remove("/orders/{orderNo}/cancel"));
        breaking("areaCode 改为必填", api -> ((ArrayNode) api.at(ORDER + "/required")).add("areaCode"));
        breaking("新增必填字段 source", api -> {
            at(api, ORDER + "/properties").putObject("source").put("type", "string");
            ((ArrayNode) api.at(ORDER + "/required")).add("source");
        });
        breaking("删除取值 3", api -> ((ArrayNode) api.at(ORDER + "/properties/level/enum")).remove(2));
        breaking("maxLength 由 60 改为 20", api -> at(api, ORDER + "/properties/title")
                .put("maxLength", 20));
        breaking("的类型由 integer 改为 string", api -> at(api, ORDER + "/properties/level")
                .put("type", "string"));
        breaking(
                "新增必填参数 query source", api -> ((ArrayNode) api.at("/paths/~1orders~1{orderNo}~1cancel/post/parameters"))
                        .addObject()
                        .put("name", "source")
                        .put("in", "query")
                        .put("required", true)
                        .putObject("schema")
                        .put("type", "string"));
        breaking("删除取值 OTHER", api -> ((ArrayNode)
                        api.at("/paths/~1orders~1{orderNo}~1cancel/post/parameters/1/schema/enum"))
                .remove(2));
    }

    @Test
    void whoReadsIsBrokenByWhatPromisesLess() {
        breaking("code 不再必填", api -> at(api, RESULT).remove("required"));
        breaking("删除了字段 code", api -> {
            at(api, RESULT).remove("required");
            at(api, RESULT + "/properties").remove("code");
        });
        breaking("不再有回答 200", api -> {
            ObjectNode responses = at(api, "/paths/~1orders/post/responses");
            responses.set("201", responses.remove("200"));
        });
        breaking("的类型由 string 改为 integer", api -> at(api, RESULT + "/properties/code")
                .put("type", "integer"));
    }

    @Test
    void whatIsWiderForRequestsBreaksNobody() {
        harmless(
                "新增可选字段 source",
                api -> at(api, ORDER + "/properties").putObject("source").put("type", "string"));
        harmless("新增操作 GET /orders", api -> at(api, "/paths/~1orders")
                .putObject("get")
                .set("responses", api.at("/paths/~1orders/post/responses")));
        harmless("maxLength 由 60 改为 200", api -> at(api, ORDER + "/properties/title")
                .put("maxLength", 200));
        harmless("title 不再必填", api -> ((ArrayNode) api.at(ORDER + "/required")).remove(1));
        harmless("新增取值 4", api -> ((ArrayNode) api.at(ORDER + "/properties/level/enum")).add(4));
        harmless(
                "新增可选字段 traceId",
                api -> at(api, RESULT + "/properties").putObject("traceId").put("type", "string"));
        harmless("删除了字段 data", api -> at(api, RESULT + "/properties").remove("data"));
        harmless("新增回答 429", api -> at(api, "/paths/~1orders/post/responses")
                .putObject("429")
                .put("description", "忙"));
    }

    @Test
    void schemasThatReferToThemselvesAreComparedOnce() {
        Consumer<ObjectNode> nested =
                api -> at(api, ORDER + "/properties").putObject("parent").put("$ref", "#/components/schemas/Order");
        ObjectNode before = Crm.openapi();
        nested.accept(before);
        ObjectNode after = before.deepCopy();
        at(after, ORDER + "/properties/title").put("maxLength", 20);
        assertThat(Differences.between(OpenApi.read(before.toString()), OpenApi.read(after.toString())))
                .singleElement()
                .extracting(Difference::breaking)
                .isEqualTo(true);
    }

    private static void breaking(String words, Consumer<ObjectNode> change) {
        List<Difference> found = differences(change);
        assertThat(found).as(words).anySatisfy(one -> {
            assertThat(one.breaking()).isTrue();
            assertThat(one.zh()).contains(words);
        });
        assertThat(compatible(change)).as("openapi-diff: %s", words).isFalse();
    }

    private static void harmless(String words, Consumer<ObjectNode> change) {
        List<Difference> found = differences(change);
        assertThat(found).as(words).noneMatch(Difference::breaking).anySatisfy(one -> assertThat(one.zh())
                .contains(words));
        assertThat(compatible(change)).as("openapi-diff: %s", words).isTrue();
    }

    private static List<Difference> differences(Consumer<ObjectNode> change) {
        return Differences.between(
                OpenApi.read(Crm.openapi().toString()),
                OpenApi.read(changed(change).toString()));
    }

    private static boolean compatible(Consumer<ObjectNode> change) {
        return OpenApiCompare.fromContents(
                        Crm.openapi().toString(), changed(change).toString())
                .isCompatible();
    }

    private static JsonNode changed(Consumer<ObjectNode> change) {
        ObjectNode api = Crm.openapi();
        change.accept(api);
        return api;
    }

    private static ObjectNode at(ObjectNode api, String pointer) {
        return (ObjectNode) api.at(pointer);
    }
}
