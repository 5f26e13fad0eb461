package org.huiliu.platform.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The hub's JSON: what is absent is left out, times keep their offset, unknown properties are refused. */
@Singleton
public class HubJson implements ObjectMapperCustomizer {
    private static final ObjectMapper MAPPER =
            configure(JsonMapper.builder().addModule(new JavaTimeModule()).build());

    /** The mapper for everything that is not a request or an answer. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Writes a value that is known to have a JSON form. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON form: " + value.getClass().getName(), e);
        }
    }

    /** Reads JSON that the hub itself has written. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            // without the cause: Jackson quotes the source, which may be a citizen's data
            throw new IllegalStateException("stored JSON is no " + type.getSimpleName() + " at " + e.getLocation());
        }
    }

    /** Reads a JSON tree that the hub itself has built. */
    public static <T> T read(JsonNode json, Class<T> type) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is no " + type.getSimpleName());
        }
    }

    @Override
    public void customize(ObjectMapper mapper) {
        configure(mapper)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .registerModule(new SimpleModule("text").addDeserializer(String.class, new WholeText()));
    }

    /** A string of a request: text that can be stored, and not a number that would become one. */
    private static final class WholeText extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1;

        WholeText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (String) context.handleUnexpectedToken(String.class, parser);
            }
            String text = parser.getText();
            if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                return (String) context.handleWeirdStringValue(String.class, text, "not text");
            }
            return text;
        }
    }

    @CanIgnoreReturnValue
    private static ObjectMapper configure(ObjectMapper mapper) {
        return mapper.setSerializationInclusion(JsonInclude.Include.NON_EMPTY)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
