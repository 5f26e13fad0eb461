package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.huiliu.model.Point;
import org.jspecify.annotations.Nullable;

/**
 * What a feed promises: the content of its {@code feed.yaml}.
 *
 * @param code path segment in {@code /v1/feeds/{feed}/reports}
 * @param name the feed's name in Chinese and English
 * @param version of the contract
 * @param accepts the formats in which it may send
 * @param zone of its times that name none
 * @param datum of its coordinates, UNKNOWN where the source does not say
 * @param answersTo code of the target that gets the answers back
 * @param within code of the division that the feed serves, where it serves only one
 * @param identity which fields make a record's number, its version and its main record
 * @param categories the code table whose values are the hub's codes of the matters; {@value #USUAL_CATEGORIES} if not said
 * @param coded fields that are looked up in a code table; a value that the table lacks is accepted and listed
 */
public record FeedContract(
        String code,
        Name name,
        String version,
        Set<PayloadFormat> accepts,
        ZoneId zone,
        Point.Datum datum,
        @Nullable String answersTo,
        @Nullable String within,
        Identity identity,
        String categories,
        List<Coded> coded) {
    /** The table of matters in most feeds. */
    static final String USUAL_CATEGORIES = "category";

    public FeedContract {
        accepts = Set.copyOf(accepts);
        coded = List.copyOf(coded);
    }

    /** The feed's name for people. */
    public record Name(String zh, String en) {}

    /**
     * Which fields identify a record.
     *
     * @param externalId joined with "-"; the first must be present in a payload, later ones may be absent
     */
    public record Identity(
            List<JsonPointer> externalId,
            @Nullable Version version,
            @Nullable MainRecord mainRecord) {
        public Identity {
            externalId = List.copyOf(externalId);
        }
    }

    /** The field that orders the versions of one record. */
    public record Version(JsonPointer pointer, VersionKind kind) {}

    /** How versions compare. */
    public enum VersionKind {
        TIME,
        NUMBER
    }

    /**
     * The field that names the record to which this one was joined at its source.
     *
     * @param when without it the field alone decides
     */
    public record MainRecord(JsonPointer pointer, @Nullable When when) {}

    /** Holds when the field has exactly this value. */
    public record When(JsonPointer pointer, String equals) {}

    /**
     * A field that holds a code.
     *
     * @param table the code table's name, or {@value #TIME} for a field that must be readable as a time
     */
    public record Coded(JsonPointer pointer, String table) {
        /** The name that stands for "readable as a time" in place of a table. */
        public static final String TIME = "time";
    }
}
