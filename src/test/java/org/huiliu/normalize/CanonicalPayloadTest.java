package org.huiliu.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.huiliu.platform.problem.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the canonical form promises, on examples and on messages from a seeded generator. */
class CanonicalPayloadTest {
    private static final int ROUNDS = 2_000;
    private static final String ALPHABET = "abz019 渗水樓\u3000<>&\"'\\/\n\t\r😀０";

    @Test
    void jsonAndXmlOfOneMessageAreTheSame() throws Refusal {
        Random random = new Random(20250911);
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, Object> message = message(random, 3);
            assertThat(CanonicalPayload.read(xml(message), PayloadFormat.XML))
                    .as("round %s", i)
                    .isEqualTo(CanonicalPayload.read(json(message, random), PayloadFormat.JSON));
        }
    }

    @Test
    void theOrderOfKeysChangesNothing() throws Refusal {
        Random random = new Random(12345);
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, Object> message = message(random, 3);
            assertThat(hash(json(message, random))).isEqualTo(hash(json(message, random)));
        }
    }

    @Test
    void anotherValueIsAnotherMessage() throws Refusal {
        assertThat(hash("{\"a\":\"1\"}")).isNotEqualTo(hash("{\"a\":\"2\"}")).isEqualTo(hash("{\"a\":1,\"b\":null}"));
    }

    @Test
    void randomBytesAreReadOrRefusedButNeverThrow() {
        Random random = new Random(110);
        for (int i = 0; i < ROUNDS * 5; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            readOrRefuse(bytes);
        }
    }

    @Test
    void brokenMessagesAreReadOrRefusedButNeverThrow() {
        Random random = new Random(120);
        for (int i = 0; i < ROUNDS * 5; i++) {
            Map<String, Object> message = message(random, 3);
            byte[] bytes = random.nextBoolean() ? json(message, random) : xml(message);
            for (int flips = random.nextInt(4); flips >= 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            readOrRefuse(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}{}       | trailing-content | ``",
                "[1]               | not-an-object    | ``",
                "`\"a\"`           | not-an-object    | ``",
                "{\"a\":1,\"a\":2} | duplicate-key    | /a",
                "{\"x\":{\"a\":\"\",\"a\":null}} | duplicate-key | /x/a",
                "{\"a\":           | not-json         | ``",
                "{\"a\":[{\"b\":\"\\u0000\"}]} | nul-character | /a/0/b",
                "{\"a\":\"x\\ud800y\"} | unpaired-surrogate | /a",
                "{\"a~/b\":\"\\u0000\"} | nul-character | /a~0~1b"
            })
    void aFaultOfTheJsonNamesItsSpot(String json, String code, String pointer) {
        assertThat(faults(json.getBytes(UTF_8), PayloadFormat.JSON))
                .extracting(Fault::code, Fault::pointer)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(code, pointer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a><b>1</b></a><c/>     | not-xml",
                "<a>text</a>             | not-an-object",
                "<a>text<b>1</b></a>     | mixed-content",
                "<a><b>&#0;</b></a>      | not-xml",
                "<a><b>&other;</b></a>   | entity",
                "`<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><b>&x;</b></a>` | dtd",
                "`<!DOCTYPE a SYSTEM \"http://localhost:1/a.dtd\"><a><b>1</b></a>` | dtd"
            })
    void aFaultOfTheXmlIsRefused(String xml, String code) {
        assertThat(faults(xml.getBytes(UTF_8), PayloadFormat.XML))
                .extracting(Fault::code)
                .containsExactly(code);
    }

    @Test
    void whatIsTooDeepOrTooLongIsRefused() {
        String deep = "{\"a\":".repeat(65) + "1" + "}".repeat(65);
        String deepXml = "<a>".repeat(70) + "1" + "</a>".repeat(70);
        String tooLong = "{\"a\":\"" + "x".repeat(CanonicalPayload.MAX_STRING + 1) + "\"}";
        String tooLongXml = "<r><a>" + "x".repeat(CanonicalPayload.MAX_STRING + 1) + "</a></r>";

        assertThat(faults(deep.getBytes(UTF_8), PayloadFormat.JSON))
                .extracting(Fault::code)
                .containsExactly("too-large");
        assertThat(faults(deepXml.getBytes(UTF_8), PayloadFormat.XML))
                .extracting(Fault::code)
                .containsExactly("not-xml");
        assertThat(faults(tooLong.getBytes(UTF_8), PayloadFormat.JSON))
                .extracting(Fault::code)
                .containsExactly("too-large");
        assertThat(faults(tooLongXml.getBytes(UTF_8), PayloadFormat.XML))
                .extracting(Fault::code)
                .containsExactly("too-large");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] gbk = "{\"a\":\"渗水\"}".getBytes(Charset.forName("GBK"));
        byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'};
        byte[] utf16 = "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);

        assertThat(faults(gbk, PayloadFormat.JSON)).extracting(Fault::code).containsExactly("not-utf-8");
        assertThat(faults(overlong, PayloadFormat.JSON)).extracting(Fault::code).containsExactly("not-utf-8");
        assertThat(faults(utf16, PayloadFormat.JSON)).extracting(Fault::code).containsExactly("not-json");
    }

    @Test
    void xmlIsReadInTheEncodingThatItDeclares() throws Refusal {
        byte[] gb18030 =
                "<?xml version=\"1.0\" encoding=\"GB18030\"?><a><b>渗水</b></a>".getBytes(Charset.forName("GB18030"));

        assertThat(CanonicalPayload.read(gb18030, PayloadFormat.XML).get("b").asText())
                .isEqualTo("渗水");
    }

    @Test
    void aByteOrderMarkAtTheHeadIsSkipped() throws Refusal {
        assertThat(hash("\ufeff{\"a\":\"1\"}")).isEqualTo(hash("{\"a\":\"1\"}"));
    }

    private static String hash(String json) throws Refusal {
        return hash(json.getBytes(UTF_8));
    }

    private static String hash(byte[] json) throws Refusal {
        return CanonicalPayload.hash(CanonicalPayload.read(json, PayloadFormat.JSON));
    }

    private static List<Fault> faults(byte[] payload, PayloadFormat format) {
        try {
            throw new AssertionError(
                    "was read: " + CanonicalPayload.read(payload, format).size() + " fields");
        } catch (Refusal refusal) {
            return refusal.rejected().faults();
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        for (PayloadFormat format : PayloadFormat.values()) {
            try {
                assertThat(CanonicalPayload.read(bytes, format)).isNotNull();
            } catch (Refusal refused) {
                assertThat(refused.rejected().faults()).isNotEmpty();
            }
        }
    }

    /** Values are texts, messages, or lists of at least two of them (one element alone is no list in XML). */
    private static Map<String, Object> message(Random random, int depth) {
        Map<String, Object> message = new TreeMap<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            message.put("F" + random.nextInt(20), value(random, depth));
        }
        return message;
    }

    private static Object value(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(6);
        if (kind == 5) {
            return message(random, depth - 1);
        }
        if (kind == 4) {
            return List.of(text(random), text(random), message(random, depth - 1));
        }
        return text(random);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int[] letters = ALPHABET.codePoints().toArray();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static byte[] json(Map<String, Object> message, Random random) {
        return tree(message, random).toString().getBytes(UTF_8);
    }

    private static JsonNode tree(Object value, Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = nodes.objectNode();
            List<Map.Entry<?, ?>> properties = new ArrayList<>(map.entrySet());
            Collections.shuffle(properties, random);
            properties.forEach(property -> object.set((String) property.getKey(), tree(property.getValue(), random)));
            return object;
        }
        if (value instanceof List<?> list) {
            var array = nodes.arrayNode();
            list.forEach(element -> array.add(tree(element, random)));
            return array;
        }
        return nodes.textNode((String) value);
    }

    private static byte[] xml(Map<String, Object> message) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n");
        element("message", message, xml);
        return xml.toString().getBytes(UTF_8);
    }

    private static void element(String name, Object value, StringBuilder xml) {
        if (value instanceof List<?> list) {
            list.forEach(element -> element(name, element, xml));
            return;
        }
        xml.append('<').append(name).append(" attribute=\"ignored\">");
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> element((String) key, child, xml));
        } else {
            xml.append(((String) value)
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\r", "&#13;"));
        }
        xml.append("</").append(name).append(">");
    }
}
