package org.huiliu.normalize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of one feed's folder, by their path within it ({@code feed.yaml}, {@code codes/category.csv}).
 *
 * @param origin where they come from, for messages
 */
record ContractFiles(String origin, Map<String, String> texts) {
    /** Names every shipped file, since a class path cannot be listed in a native image. */
    private static final String INDEX = "contracts/feeds/index.txt";

    private static final String SHIPPED = "contracts/feeds/";

    static List<ContractFiles> shipped() {
        Map<String, Map<String, String>> feeds = new TreeMap<>();
        resource(INDEX)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    int slash = line.indexOf('/');
                    if (slash < 1) {
                        throw new BrokenContract(INDEX, line, "names no file in a feed's folder");
                    }
                    feeds.computeIfAbsent(line.substring(0, slash), unused -> new TreeMap<>())
                            .put(line.substring(slash + 1), resource(SHIPPED + line));
                });
        List<ContractFiles> all = new ArrayList<>();
        feeds.forEach((feed, texts) -> all.add(new ContractFiles(SHIPPED + feed, texts)));
        return all;
    }

    /** Every folder with a {@code feed.yaml} below the given one. */
    static List<ContractFiles> external(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BrokenContract(folder.toString(), "", "is not a folder (huiliu.contracts.dir)");
        }
        return listed(folder, Files::isDirectory).stream()
                .filter(feed -> Files.isRegularFile(feed.resolve("feed.yaml")))
                .map(ContractFiles::folder)
                .toList();
    }

    static ContractFiles folder(Path feed) {
        Map<String, String> texts = new TreeMap<>();
        listed(feed, Files::isRegularFile).forEach(file -> texts.put(nameOf(file), read(file)));
        Path codes = feed.resolve("codes");
        if (Files.isDirectory(codes)) {
            listed(codes, Files::isRegularFile).forEach(file -> texts.put("codes/" + nameOf(file), read(file)));
        }
        return new ContractFiles(feed.toString(), texts);
    }

    String text(String file) {
        String text = texts.get(file);
        if (text == null) {
            throw new BrokenContract(path(file), "", "is missing");
        }
        return text;
    }

    String path(String file) {
        return origin + "/" + file;
    }

    private static String resource(String name) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new BrokenContract(name, "", "is not on the class path, though the index names it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    static String caseSchema() {
        return resource("contracts/case/v1/case.schema.json");
    }

    private static List<Path> listed(Path folder, Predicate<Path> which) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(which).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BrokenContract(file.toString(), "", "cannot be read as UTF-8", e);
        }
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
