package org.huiliu.routing.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.platform.problem.Fault;
import org.huiliu.routing.Language;
import org.huiliu.routing.Level;
import org.huiliu.routing.Rule;
import org.huiliu.routing.RuleGroup;
import org.huiliu.routing.RulesetDocument;
import org.huiliu.routing.RulesetVersion;
import org.huiliu.routing.Vocabulary;
import org.huiliu.routing.Wording;
import org.jspecify.annotations.Nullable;

/** A version of the rules as operators read it. */
@RegisterForReflection
@Schema(name = "Ruleset")
record RulesetView(
        int version,

        @Schema(description = "起草、待审、已批准、生效、停用、废弃") RulesetVersion.State state,

        @Schema(description = "What it is for.") @Nullable String note,

        @Schema(description = "Who began it.") String author,

        @Schema(description = "Everybody who has changed it: none of them approves it.")
        List<String> editors,

        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        @Nullable Deed submitted,
        @Nullable Deed approved,
        @Nullable Deed published,

        @Schema(
                type = SchemaType.OBJECT,
                description =
                        "Groups, word lists and what catches the rest, by /contracts/rulesets/v1/ruleset.schema.json.")
        @Nullable
        JsonNode document,

        @Schema(type = SchemaType.ARRAY, implementation = CatalogueLine.class, description = "派单目录") @Nullable
        JsonNode catalogue,

        @Schema(description = "Each rule in one line.") @Nullable
        List<Sentence> sentences,

        @Schema(description = "What is probably not meant: rules that never apply.") @Nullable
        List<Fault> warnings) {

    /** Who did something, and when. */
    @RegisterForReflection
    @Schema(name = "RulesetDeed")
    record Deed(String by, OffsetDateTime at) {
        static @Nullable Deed of(RulesetVersion.@Nullable Deed deed) {
            return deed == null ? null : new Deed(deed.by(), deed.at());
        }
    }

    /** A line of the dispatch catalogue; says its shape to the published contract. */
    @Schema(
            name = "CatalogueLine",
            requiredProperties = {"category", "host"})
    record CatalogueLine(
            @Schema(description = "Code of the matter; the codes below it are meant too.")
            String category,

            @Schema(description = "Beginning of the division's code; everywhere if left out.") @Nullable
            String division,

            @Nullable Level level,

            @Schema(description = "Target code, or @ and a role.")
            String host,

            @Nullable List<String> co,
            @Nullable String note) {}

    /** A rule in one line. */
    @RegisterForReflection
    @Schema(name = "RuleSentence")
    record Sentence(
            @Schema(description = "Absent for what catches the rest.") @Nullable
            String group,

            String rule,

            @Schema(examples = "来源=110 且 事项=纠纷 → 司法所(按街镇级)") String zh,

            @Schema(examples = "feed=110 and category=order.dispute → JUDICIAL (STREET)")
            String en) {}

    static RulesetView head(RulesetVersion one) {
        return of(one, null, null, null, null);
    }

    /** With its rules; reading 10,000 of them takes its time. */
    static RulesetView whole(RulesetVersion one, Vocabulary vocabulary) {
        return of(one, one.rules(), one.catalogue(), sentences(one.document(), vocabulary), null);
    }

    /** After an edit: what its author wants to see of it. */
    static RulesetView edited(RulesetVersion one, List<Sentence> sentences, List<Fault> warnings) {
        return of(one, null, null, sentences, warnings);
    }

    private static RulesetView of(
            RulesetVersion one,
            @Nullable JsonNode document,
            @Nullable JsonNode catalogue,
            @Nullable List<Sentence> sentences,
            @Nullable List<Fault> warnings) {
        return new RulesetView(
                one.version(),
                one.state(),
                one.note(),
                one.author(),
                one.editors(),
                one.createdAt(),
                one.updatedAt(),
                Deed.of(one.submitted()),
                Deed.of(one.approved()),
                Deed.of(one.published()),
                document,
                catalogue,
                sentences,
                warnings);
    }

    /** Each rule in one line, in the order in which they stand. */
    static List<Sentence> sentences(RulesetDocument document, Vocabulary vocabulary) {
        Wording zh = new Wording(Language.ZH, vocabulary, document.roles());
        Wording en = new Wording(Language.EN, vocabulary, document.roles());
        List<Sentence> sentences = new ArrayList<>();
        for (RuleGroup group : document.groups()) {
            for (Rule rule : group.rules()) {
                sentences.add(new Sentence(group.name(), rule.name(), rule.words(zh), rule.words(en)));
            }
        }
        Rule otherwise = document.otherwise();
        sentences.add(new Sentence(null, otherwise.name(), otherwise.words(zh), otherwise.words(en)));
        return sentences;
    }
}
