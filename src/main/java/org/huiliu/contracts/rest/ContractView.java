package org.huiliu.contracts.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.huiliu.contracts.Binding;
import org.huiliu.contracts.ContractVersion;
import org.huiliu.contracts.Difference;
import org.jspecify.annotations.Nullable;

/** A version of a contract as operators see it. */
@RegisterForReflection
@Schema(name = "Contract")
record ContractView(
        String name,
        int version,
        ContractVersion.State state,

        @Schema(description = "与之前已发布版本相比是否不兼容 / whether it may break who kept the version published before it")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        boolean breaking,

        @Nullable String note,
        String author,
        OffsetDateTime createdAt,
        @Nullable String publishedBy,
        @Nullable OffsetDateTime publishedAt,
        @Nullable OffsetDateTime withdrawnAt,

        @Schema(description = "模拟接收方的基础地址 / base address of its mock, below this hub")
        String mock,

        @Schema(description = "The document as it was uploaded; not in a list.") @Nullable
        String openapi,

        @Schema(description = "How deliveries go into it; not in a list.") @Nullable
        Binding binding,

        @Schema(description = "What its author should know; after an upload.") @Nullable
        List<String> notes,

        @Schema(description = "与已发布版本的差别 / in what it differs from the published version; after an upload.") @Nullable
        List<Difference> differences) {

    static ContractView of(ContractVersion one) {
        return of(one, null, null);
    }

    static ContractView of(ContractVersion one, @Nullable List<String> notes, @Nullable List<Difference> differences) {
        return new ContractView(
                one.name(),
                one.version(),
                one.state(),
                one.breaking(),
                one.note(),
                one.author(),
                one.createdAt(),
                one.publishedBy(),
                one.publishedAt(),
                one.withdrawnAt(),
                "/v1/contracts/" + one.name() + "/" + one.version() + "/mock",
                one.openapi(),
                one.binding(),
                notes,
                differences);
    }
}
