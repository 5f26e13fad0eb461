package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.huiliu.model.Point;
import org.huiliu.normalize.FeedContract.Coded;
import org.huiliu.normalize.FeedContract.Identity;
import org.huiliu.normalize.FeedContract.MainRecord;
import org.huiliu.normalize.FeedContract.Name;
import org.huiliu.normalize.FeedContract.Version;
import org.huiliu.normalize.FeedContract.VersionKind;
import org.huiliu.normalize.FeedContract.When;
import org.jspecify.annotations.Nullable;

/** Reads a {@code feed.yaml}; every complaint names the file and the key. */
final class ContractReader {
    private static final Set<String> KEYS = Set.of(
            "feed",
            "name",
            "version",
            "accepts",
            "zone",
            "datum",
            "answersTo",
            "within",
            "identity",
            "categories",
            "coded");

    private final String file;

    private ContractReader(String file) {
        this.file = file;
    }

    static FeedContract read(String file, String yaml) {
        try {
            return new ContractReader(file).contract(new YAMLMapper().readTree(yaml));
        } catch (JsonProcessingException broken) {
            throw new BrokenContract(
                    file,
                    broken.getLocation() == null
                            ? ""
                            : "line " + broken.getLocation().getLineNr(),
                    "is not YAML",
                    broken);
        }
    }

    private FeedContract contract(JsonNode root) {
        onlyKnownKeys(root, "", KEYS);
        return new FeedContract(
                feedCode(required(root, "/feed")),
                new Name(required(root, "/name/zh"), required(root, "/name/en")),
                required(root, "/version"),
                accepts(root.path("accepts")),
                zone(required(root, "/zone")),
                choice(root, "/datum", Point.Datum.class),
                optional(root, "/answersTo"),
                optional(root, "/within"),
                identity(root),
                Optional.ofNullable(optional(root, "/categories")).orElse(FeedContract.USUAL_CATEGORIES),
                coded(root.path("coded")));
    }

    private String feedCode(String code) {
        if (!code.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw broken("/feed", "a feed's code is made of a-z, 0-9 and -");
        }
        return code;
    }

    private Set<PayloadFormat> accepts(JsonNode list) {
        Set<PayloadFormat> formats = EnumSet.noneOf(PayloadFormat.class);
        for (JsonNode format : list) {
            formats.add(choice(format.asText(), "/accepts", PayloadFormat.class));
        }
        if (formats.isEmpty()) {
            throw broken("/accepts", "names json, xml or both");
        }
        return formats;
    }

    private ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw broken("/zone", "is no time zone, write for example \"+08:00\"");
        }
    }

    private Identity identity(JsonNode root) {
        onlyKnownKeys(root.path("identity"), "/identity", Set.of("externalId", "version", "mainRecord"));
        List<JsonPointer> externalId = new ArrayList<>();
        for (JsonNode pointer : root.at("/identity/externalId")) {
            externalId.add(pointer(pointer.asText(), "/identity/externalId"));
        }
        if (externalId.isEmpty()) {
            throw broken("/identity/externalId", "lists at least one JSON pointer");
        }
        return new Identity(externalId, version(root), mainRecord(root));
    }

    private @Nullable Version version(JsonNode root) {
        return root.at("/identity/version").isMissingNode()
                ? null
                : new Version(
                        pointerAt(root, "/identity/version/pointer"),
                        choice(root, "/identity/version/kind", VersionKind.class));
    }

    private @Nullable MainRecord mainRecord(JsonNode root) {
        if (root.at("/identity/mainRecord").isMissingNode()) {
            return null;
        }
        When when = root.at("/identity/mainRecord/when").isMissingNode()
                ? null
                : new When(
                        pointerAt(root, "/identity/mainRecord/when/pointer"),
                        required(root, "/identity/mainRecord/when/equals"));
        return new MainRecord(pointerAt(root, "/identity/mainRecord/pointer"), when);
    }

    private List<Coded> coded(JsonNode list) {
        List<Coded> coded = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            onlyKnownKeys(list.get(i), "/coded/" + i, Set.of("pointer", "table"));
            String table = list.get(i).path("table").asText();
            if (table.isEmpty()) {
                throw broken("/coded/" + i + "/table", "is missing");
            }
            coded.add(new Coded(pointer(list.get(i).path("pointer").asText(), "/coded/" + i + "/pointer"), table));
        }
        return coded;
    }

    private void onlyKnownKeys(JsonNode object, String at, Set<String> known) {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw broken(
                        at + "/" + name, "is not a key of a feed contract; known here: " + String.join(", ", known));
            }
        }
    }

    private JsonPointer pointerAt(JsonNode root, String at) {
        return pointer(required(root, at), at);
    }

    private JsonPointer pointer(String text, String at) {
        if (text.length() < 2 || text.charAt(0) != '/') {
            throw broken(at, "\"" + text + "\" is no JSON pointer, it begins with /");
        }
        return JsonPointer.compile(text);
    }

    private <E extends Enum<E>> E choice(JsonNode root, String at, Class<E> type) {
        return choice(required(root, at), at, type);
    }

    private <E extends Enum<E>> E choice(String text, String at, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw broken(at, "\"" + text + "\" is none of " + List.of(type.getEnumConstants()));
    }

    private String required(JsonNode root, String at) {
        String text = optional(root, at);
        if (text == null) {
            throw broken(at, "is missing");
        }
        return text;
    }

    private static @Nullable String optional(JsonNode root, String at) {
        JsonNode value = root.at(at);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText() : null;
    }

    private BrokenContract broken(String at, String fault) {
        return new BrokenContract(file, at, fault);
    }
}
