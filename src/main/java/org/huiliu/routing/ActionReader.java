package org.huiliu.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.huiliu.model.ItemKind;
import org.huiliu.model.Urgency;
import org.jspecify.annotations.Nullable;

/** Reads what a rule does. */
final class ActionReader {
    private static final int MOST_CO_UNITS = 20;
    private static final int MOST_TAGS = 20;
    private static final int LONGEST_TAG = 40;
    private static final int LONGEST_ANSWER = 2000;
    private static final int MOST_HOPS = 3;
    private static final Duration LONGEST_REVIEW = Duration.ofDays(7);
    private static final Duration SHORTEST_REVIEW = Duration.ofSeconds(1);
    private static final Pattern POLICY = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}");

    static final List<String> ROUTES = List.of("deliver", "review", "transfer", "answer");
    private static final List<String> FALLBACKS = List.of("deliver", "transfer", "answer");
    private static final List<String> MARKS = List.of("urgency", "deadline", "itemKind", "tags");
    private static final List<String> UNITS = List.of("target", "role", "catalogue", "parentOf", "line");

    private final Spots spots;
    private final Vocabulary vocabulary;
    private final Catalogue catalogue;

    ActionReader(Spots spots, Vocabulary vocabulary, Catalogue catalogue) {
        this.spots = spots;
        this.vocabulary = vocabulary;
        this.catalogue = catalogue;
    }

    Action read(JsonNode node, String at) {
        List<String> known = new ArrayList<>(ROUTES);
        known.addAll(MARKS);
        if (!spots.object(node, at, known)) {
            return new Action(null, Marks.NONE);
        }
        if (node.isEmpty()) {
            spots.fault(at, "required", "a rule does something: one of these", known);
        }
        return new Action(route(node, at, ROUTES), marks(node, at));
    }

    // ------------------------------------------------------------ routes

    private @Nullable Route route(JsonNode node, String at, List<String> kinds) {
        List<String> given = kinds.stream().filter(node::has).toList();
        if (given.size() > 1) {
            spots.fault(at, "one-route", "at most one of these", kinds);
        }
        if (given.size() != 1) {
            return null;
        }
        String kind = given.get(0);
        String spot = at + "/" + kind;
        JsonNode route = node.get(kind);
        return switch (kind) {
            case "deliver" -> deliver(route, spot);
            case "review" -> review(route, spot);
            case "transfer" -> transfer(route, spot);
            default -> answer(route, spot);
        };
    }

    private @Nullable Route deliver(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("host", "co"))) {
            return null;
        }
        Optional<Unit> host = unit(node.path("host"), at + "/host", MOST_HOPS);
        List<Unit> co = new ArrayList<>();
        int place = 0;
        if (!Spots.absent(node.path("co"))) {
            for (JsonNode one : spots.items(node.path("co"), at + "/co", 0, MOST_CO_UNITS)) {
                unit(one, at + "/co/" + place++, MOST_HOPS).ifPresent(co::add);
            }
        }
        return host.<Route>map(unit -> new Route.Deliver(unit, co)).orElse(null);
    }

    private @Nullable Route review(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("within", "fallback"))) {
            return null;
        }
        Duration within = duration(node.path("within"), at + "/within");
        JsonNode fallback = node.path("fallback");
        if (!spots.object(fallback, at + "/fallback", FALLBACKS)) {
            return null;
        }
        Route then = route(fallback, at + "/fallback", FALLBACKS);
        if (then == null && FALLBACKS.stream().noneMatch(fallback::has)) {
            spots.fault(at + "/fallback", "required", "where it goes if nobody decides: one of these", FALLBACKS);
        }
        return then == null ? null : new Route.Review(within, then);
    }

    private Duration duration(JsonNode node, String at) {
        try {
            Duration read = Duration.parse(node.asText());
            if (read.compareTo(SHORTEST_REVIEW) >= 0 && read.compareTo(LONGEST_REVIEW) <= 0) {
                return read;
            }
        } catch (DateTimeException e) {
            // told below
        }
        spots.fault(at, node.isMissingNode() ? "required" : "format", "a duration from PT1S to P7D, for example PT15M");
        return LONGEST_REVIEW;
    }

    private @Nullable Route transfer(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("line"))) {
            return null;
        }
        return new Route.Transfer(line(node.path("line"), at + "/line"));
    }

    private @Nullable Route answer(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("text"))) {
            return null;
        }
        return new Route.Answer(spots.text(node.path("text"), at + "/text", LONGEST_ANSWER));
    }

    private String line(JsonNode node, String at) {
        String line = spots.text(node, at, LONGEST_TAG);
        if (!line.isEmpty() && !line.equals(Unit.FIRST_RECEIVER) && !vocabulary.known(Field.FEED, line, false)) {
            List<String> allowed = new ArrayList<>(vocabulary.choices(Field.FEED));
            allowed.add(Unit.FIRST_RECEIVER);
            spots.fault(at, "code", "no such line", allowed);
        }
        return line;
    }

    // ------------------------------------------------------------ units

    private Optional<Unit> unit(JsonNode node, String at, int hopsLeft) {
        List<String> given = UNITS.stream().filter(node::has).toList();
        if (given.size() != 1) {
            spots.fault(at, node.isMissingNode() ? "required" : "unit", "exactly one of these", UNITS);
            return Optional.empty();
        }
        return switch (given.get(0)) {
            case "target" -> named(node, at);
            case "role" -> ofRole(node, at);
            case "catalogue" -> fromCatalogue(node, at);
            case "parentOf" -> parentOf(node, at, hopsLeft);
            default ->
                spots.object(node, at, List.of("line"))
                        ? Optional.of(new Unit.Line(line(node.path("line"), at + "/line")))
                        : Optional.empty();
        };
    }

    private Optional<Unit> named(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("target"))) {
            return Optional.empty();
        }
        String target = spots.text(node.path("target"), at + "/target", LONGEST_TAG * 2);
        if (!target.isEmpty() && !vocabulary.target(target)) {
            spots.fault(at + "/target", "target", "no such target");
        }
        return Optional.of(new Unit.Named(target));
    }

    private Optional<Unit> ofRole(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("role", "level"))) {
            return Optional.empty();
        }
        String role = spots.text(node.path("role"), at + "/role", LONGEST_TAG);
        if (!role.isEmpty() && !vocabulary.role(role)) {
            spots.fault(at + "/role", "role", "no target has this role");
        }
        return Optional.of(new Unit.OfRole(role, level(node, at)));
    }

    private Optional<Unit> fromCatalogue(JsonNode node, String at) {
        if (!spots.object(node, at, List.of("catalogue", "level"))) {
            return Optional.empty();
        }
        if (!node.path("catalogue").isBoolean() || !node.path("catalogue").booleanValue()) {
            spots.fault(at + "/catalogue", "type", "true");
        } else if (catalogue.items().isEmpty()) {
            spots.fault(at + "/catalogue", "catalogue", "the dispatch catalogue of this version is empty");
        }
        return Optional.of(new Unit.FromCatalogue(level(node, at)));
    }

    private Optional<Unit> parentOf(JsonNode node, String at, int hopsLeft) {
        if (hopsLeft == 0) {
            spots.fault(at, "too-deep", "at most " + MOST_HOPS + " levels");
            return Optional.empty();
        }
        if (!spots.object(node, at, List.of("parentOf", "hops"))) {
            return Optional.empty();
        }
        int hops = spots.integer(node.path("hops"), at + "/hops", 1, MOST_HOPS, 1);
        return unit(node.path("parentOf"), at + "/parentOf", hopsLeft - 1).map(of -> new Unit.ParentOf(of, hops));
    }

    private @Nullable Level level(JsonNode node, String at) {
        return Spots.absent(node.path("level"))
                ? null
                : spots.oneOf(node.path("level"), at + "/level", Level.values()).orElse(null);
    }

    // ------------------------------------------------------------ marks

    private Marks marks(JsonNode node, String at) {
        Urgency urgency = node.has("urgency")
                ? spots.oneOf(node.path("urgency"), at + "/urgency", Urgency.values())
                        .orElse(null)
                : null;
        ItemKind kind = node.has("itemKind")
                ? spots.oneOf(node.path("itemKind"), at + "/itemKind", ItemKind.values())
                        .orElse(null)
                : null;
        return new Marks(urgency, deadline(node, at), kind, tags(node, at));
    }

    private @Nullable String deadline(JsonNode node, String at) {
        if (!node.has("deadline")) {
            return null;
        }
        String policy = spots.text(node.path("deadline"), at + "/deadline", LONGEST_TAG * 2);
        if (!policy.isEmpty() && !POLICY.matcher(policy).matches()) {
            spots.fault(at + "/deadline", "pattern", "a name of letters, digits, dots and hyphens");
        }
        return policy;
    }

    private Set<String> tags(JsonNode node, String at) {
        return node.has("tags")
                ? new LinkedHashSet<>(spots.texts(node.path("tags"), at + "/tags", MOST_TAGS, LONGEST_TAG))
                : Set.of();
    }
}
