package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The Jackson parts of this room, set once. */
final class Json {
    /** Reads payloads: bounded, so that a hostile one costs no more than its size. */
    static final JsonFactory PAYLOADS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(CanonicalPayload.MAX_DEPTH)
                    .maxStringLength(CanonicalPayload.MAX_STRING)
                    .maxNameLength(CanonicalPayload.MAX_NAME)
                    .build())
            .build();

    /** Reads the mapping's output: strict, so that a typo in a mapping is found. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Otherwise every time is turned to UTC and the source's own offset is lost.
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .build();

    private Json() {}
}
