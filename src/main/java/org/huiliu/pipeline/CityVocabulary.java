package org.huiliu.pipeline;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.huiliu.model.AppealType;
import org.huiliu.model.Category;
import org.huiliu.model.Domain;
import org.huiliu.model.EmergencyFlag;
import org.huiliu.model.Priority;
import org.huiliu.model.Privacy;
import org.huiliu.model.Urgency;
import org.huiliu.normalize.DivisionResolver;
import org.huiliu.normalize.FeedContract;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.partners.Target;
import org.huiliu.partners.Targets;
import org.huiliu.routing.Field;
import org.huiliu.routing.Vocabulary;

/**
 * What rules may say: the feeds that have a contract and the matters in their tables, the divisions, the enabled targets.
 * Fields whose words are free are not checked.
 */
record CityVocabulary(FeedContracts feeds, DivisionResolver divisions, Targets targets) implements Vocabulary {

    @Override
    public boolean known(Field field, String code, boolean beginning) {
        return switch (field) {
            case CATEGORY -> category(code, beginning);
            case DIVISION -> divisions.name(code).isPresent();
            case FEED, DOMAIN, APPEAL_TYPE, URGENCY, PRIORITY, PRIVACY, FLAGS ->
                beginning
                        ? names(field).keySet().stream().anyMatch(one -> one.startsWith(code))
                        : names(field).containsKey(code);
            default -> true;
        };
    }

    /** A code of a feed's table, or one above it. */
    private boolean category(String code, boolean beginning) {
        return code.equals(Category.UNMAPPED)
                || feeds.categories().keySet().stream()
                        .anyMatch(one -> one.equals(code) || one.startsWith(beginning ? code : code + "."));
    }

    @Override
    public List<String> choices(Field field) {
        return field == Field.CATEGORY
                ? List.copyOf(feeds.categories().keySet())
                : List.copyOf(names(field).keySet());
    }

    @Override
    public Optional<String> name(Field field, String code) {
        return switch (field) {
            case CATEGORY -> Optional.ofNullable(feeds.categories().get(code));
            case DIVISION -> divisions.name(code);
            default -> Optional.ofNullable(names(field).get(code));
        };
    }

    @Override
    public boolean target(String code) {
        return targets.target(code).isPresent();
    }

    @Override
    public boolean role(String role) {
        return targets.all().stream().anyMatch(target -> target.role().equals(role));
    }

    @Override
    public Optional<String> targetName(String code) {
        return targets.target(code).map(Target::name);
    }

    private Map<String, String> names(Field field) {
        return switch (field) {
            case FEED -> feedNames();
            case DOMAIN -> names(Domain.values(), Domain::zh);
            case APPEAL_TYPE -> names(AppealType.values(), AppealType::zh);
            case URGENCY -> names(Urgency.values(), Urgency::zh);
            case PRIORITY -> names(Priority.values(), Priority::name);
            case PRIVACY -> names(Privacy.Level.values(), Privacy.Level::name);
            case FLAGS -> names(EmergencyFlag.values(), EmergencyFlag::zh);
            default -> Map.of();
        };
    }

    /** A line is called by its number. */
    private Map<String, String> feedNames() {
        Map<String, String> names = new LinkedHashMap<>();
        feeds.all().stream().map(FeedContract::code).forEach(code -> names.put(code, code));
        return names;
    }

    private static <E extends Enum<E>> Map<String, String> names(E[] all, Function<E, String> name) {
        Map<String, String> names = new LinkedHashMap<>();
        Arrays.stream(all).forEach(one -> names.put(one.name(), name.apply(one)));
        return names;
    }
}
