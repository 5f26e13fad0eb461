package org.huiliu.routing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.huiliu.model.ItemKind;
import org.huiliu.model.Urgency;
import org.jspecify.annotations.Nullable;

/**
 * What rules write on a case.
 *
 * @param deadline name of the deadline policy that holds for it
 */
public record Marks(
        @Nullable Urgency urgency,
        @Nullable String deadline,
        @Nullable ItemKind itemKind,
        Set<String> tags) {

    /** Nothing. */
    public static final Marks NONE = new Marks(null, null, null, Set.of());

    public Marks {
        tags = Set.copyOf(tags);
    }

    boolean none() {
        return equals(NONE);
    }

    /** With what a later rule adds: the greater urgency, all tags, and otherwise who came first. */
    Marks and(Marks later) {
        Set<String> both = new LinkedHashSet<>(tags);
        both.addAll(later.tags);
        return new Marks(
                greater(urgency, later.urgency),
                deadline == null ? later.deadline : deadline,
                itemKind == null ? later.itemKind : itemKind,
                both);
    }

    private static @Nullable Urgency greater(@Nullable Urgency one, @Nullable Urgency other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** As it is read behind the arrow of a rule; empty for none. */
    String words(Wording wording) {
        Language language = wording.language();
        List<String> words = new ArrayList<>();
        if (urgency != null) {
            words.add(language.of("定为", "urgency ") + wording.of(Field.URGENCY, urgency.name()));
        }
        if (itemKind != null) {
            words.add(language.of(itemKind.zh(), itemKind.name()));
        }
        if (deadline != null) {
            words.add(language.of("时限“" + deadline + "”", "deadline \"" + deadline + "\""));
        }
        if (!tags.isEmpty()) {
            words.add(language.of("标签 ", "tags ")
                    + String.join(language.comma(), tags.stream().sorted().toList()));
        }
        return String.join(language.of("，", ", "), words);
    }
}
