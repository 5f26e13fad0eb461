package org.huiliu.contracts;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where operators bring the contracts of receiving systems. Every deed is audited in its own transaction. */
public interface ContractDesk {

    /** All versions of all contracts, by name, the newest first; heads. */
    Uni<List<ContractVersion>> all();

    /** All versions of one contract, the newest first; heads. */
    Uni<List<ContractVersion>> versions(String name);

    /** One version, whole. */
    Uni<Optional<ContractVersion>> version(String name, int version);

    /** The newest published version, whole. */
    Uni<Optional<ContractVersion>> published(String name);

    /**
     * What was uploaded and found sound.
     *
     * @param breaking against the version that is published now
     */
    record Upload(
            String name,
            String openapi,
            Binding binding,
            @Nullable String note,
            boolean breaking) {}

    /** Keeps a new version, as a draft. What comes back is a head. */
    Uni<ContractVersion> add(Upload upload, String actor);

    /**
     * Puts a draft in force.
     *
     * @param against the published version with which it was compared; null when there was none
     * @param breaking what that comparison has found
     */
    Uni<ContractEdit> publish(
            String name, int version, @Nullable Integer against, boolean breaking, String reason, String actor);

    /** Takes a version out of force; refused while targets depend on it. */
    Uni<ContractEdit> withdraw(String name, int version, String reason, String actor);
}
