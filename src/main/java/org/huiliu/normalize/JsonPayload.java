package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.huiliu.normalize.CanonicalPayload.Faults;

/** Reads a JSON payload into its canonical tree in one pass over the tokens. */
final class JsonPayload {
    /** A hostile payload costs no more than its size. */
    private static final JsonFactory BOUNDED = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(CanonicalPayload.MAX_DEPTH)
                    .maxStringLength(CanonicalPayload.MAX_STRING)
                    .maxNameLength(CanonicalPayload.MAX_NAME)
                    .build())
            .build();

    private final JsonParser parser;
    private final Faults faults;

    private JsonPayload(JsonParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    static JsonNode read(byte[] payload, Faults faults) throws Refusal {
        CharBuffer text = decode(payload);
        // Decoded first: Jackson would guess UTF-16 and UTF-32 from the bytes, and lets some wrong UTF-8 pass.
        try (JsonParser parser = BOUNDED.createParser(text.array(), text.position(), text.remaining())) {
            return new JsonPayload(parser, faults).root();
        } catch (StreamConstraintsException tooMuch) {
            throw Refusal.notParseable(
                    "",
                    "too-large",
                    "exceeds a limit" + spot(tooMuch) + ", depth " + CanonicalPayload.MAX_DEPTH + " for one");
        } catch (JsonProcessingException broken) {
            // Its message may quote the payload, so only the spot is told.
            throw Refusal.notParseable("", "not-json", "is not JSON" + spot(broken));
        } catch (IOException impossible) {
            throw new IllegalStateException("reading memory cannot fail", impossible);
        }
    }

    private static CharBuffer decode(byte[] payload) throws Refusal {
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(payload));
            if (text.hasRemaining() && text.get(text.position()) == '\ufeff') {
                return text.position(text.position() + 1);
            }
            return text;
        } catch (CharacterCodingException notUtf8) {
            throw Refusal.notParseable("", "not-utf-8", "is not UTF-8");
        }
    }

    private static String spot(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private JsonNode root() throws IOException, Refusal {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Refusal.notParseable("", "not-an-object", "the payload is one JSON object");
        }
        JsonNode root = object();
        if (parser.nextToken() != null) {
            throw Refusal.notParseable("", "trailing-content", "something follows the JSON object");
        }
        return root;
    }

    private JsonNode object() throws IOException, Refusal {
        SortedMap<String, JsonNode> properties = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name.length() > CanonicalPayload.MAX_NAME) {
                throw Refusal.notParseable(parentPointer(), "too-large", "a property's name is too long");
            }
            CanonicalPayload.checkCharacters(name, this::parentPointer, faults);
            parser.nextToken();
            if (properties.put(name, value()) != null) {
                throw Refusal.notParseable(pointer(), "duplicate-key", "the property appears twice");
            }
        }
        return CanonicalPayload.object(properties);
    }

    private JsonNode array() throws IOException, Refusal {
        List<JsonNode> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return CanonicalPayload.array(elements);
    }

    private JsonNode value() throws IOException, Refusal {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NULL -> MissingNode.getInstance();
            default -> CanonicalPayload.leaf(parser.getText(), this::pointer, faults);
        };
    }

    private String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    private String parentPointer() {
        return parser.getParsingContext().getParent().pathAsPointer().toString();
    }
}
