package org.huiliu.boot.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cache of unpacked executables: one folder per part and version, shared by all runs of one user. A folder is
 * filled beside its place and renamed into it, so that a half unpacked one is never used.
 */
final class Unpacked {

    @FunctionalInterface
    interface Filling {
        void into(Path folder) throws IOException;
    }

    private Unpacked() {}

    /** {@code $XDG_CACHE_HOME/huiliu}, else {@code ~/.cache/huiliu}; for a user without a home below the temporary folder. */
    static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && !xdg.isBlank()) {
            return Path.of(xdg, "huiliu");
        }
        Path home = Path.of(System.getProperty("user.home", ""));
        if (home.isAbsolute() && Files.isDirectory(home) && Files.isWritable(home)) {
            return home.resolve(".cache").resolve("huiliu");
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "huiliu-cache-" + System.getProperty("user.name"));
    }

    static Path folder(Path cache, String name, Filling filling) {
        Path place = cache.resolve(name);
        if (Files.isDirectory(place)) {
            return place;
        }
        try {
            Path parent = Files.createDirectories(cache);
            Path beside = Files.createTempDirectory(parent, name + ".");
            filling.into(beside);
            return moved(beside, place);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + name + " into " + cache, e);
        }
    }

    private static Path moved(Path from, Path to) throws IOException {
        try {
            return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException another) {
            // Another process unpacked the same version meanwhile: its copy is as good.
            delete(from);
            return to;
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
