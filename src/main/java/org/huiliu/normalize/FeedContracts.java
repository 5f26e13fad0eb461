package org.huiliu.normalize;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The feeds that the hub knows: the shipped contracts, and those of an external folder (config {@code
 * huiliu.contracts.dir}, laid out as {@code contracts/feeds}). A feed of the external folder replaces the shipped one of
 * the same code as a whole. Everything is compiled once here; a broken contract stops the start with its file and spot.
 */
@Startup // a broken contract stops the hub, not its first report
@ApplicationScoped
public class FeedContracts {
    private final Map<String, CompiledFeed> feeds = new TreeMap<>();
    private final Map<String, String> categories = new TreeMap<>();

    @Inject
    public FeedContracts(
            DivisionResolver divisions,
            @ConfigProperty(name = "huiliu.contracts.dir") Optional<String> externalFolder) {
        this(divisions, allFiles(externalFolder.map(Path::of)));
    }

    FeedContracts(DivisionResolver divisions, List<ContractFiles> files) {
        ContractSchema content =
                ContractSchema.content("contracts/case/v1/case.schema.json", ContractFiles.caseSchema());
        for (ContractFiles folder : files) {
            CompiledFeed feed = CompiledFeed.compile(folder, divisions, content);
            feeds.put(feed.contract().code(), feed);
        }
        feeds.values().forEach(feed -> Optional.ofNullable(
                        feed.tables().get(feed.contract().categories()))
                .ifPresent(table -> table.names().forEach(categories::putIfAbsent)));
    }

    private static List<ContractFiles> allFiles(Optional<Path> externalFolder) {
        List<ContractFiles> files = new ArrayList<>(ContractFiles.shipped());
        externalFolder.ifPresent(folder -> files.addAll(ContractFiles.external(folder)));
        return files;
    }

    /** The contract of this feed, if the hub knows it. */
    public Optional<FeedContract> find(String feed) {
        return Optional.ofNullable(feeds.get(feed)).map(CompiledFeed::contract);
    }

    /** All contracts, by code. */
    public Collection<FeedContract> all() {
        return feeds.values().stream().map(CompiledFeed::contract).toList();
    }

    /** The codes of matters that the feeds' tables give, and what they are called. */
    public Map<String, String> categories() {
        return Collections.unmodifiableMap(categories);
    }

    CompiledFeed compiled(FeedContract contract) {
        CompiledFeed feed = feeds.get(contract.code());
        if (feed == null) {
            throw new IllegalArgumentException("no contract of feed " + contract.code() + " is loaded");
        }
        return feed;
    }
}
