package org.huiliu.boot.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Under whose account PostgreSQL runs. It refuses to run as root, and a build machine or a container often is root, so
 * root steps into a user namespace of its own (files stay root's), or, where that is forbidden, takes another account,
 * whose files then live under the temporary folder because it cannot reach root's.
 */
sealed interface Account {

    List<String> as(List<String> command);

    /** Where this account can keep what the given folder should hold. */
    Path reachable(Path folder);

    /** Hands a file or folder over to the account. */
    void own(Path path);

    static Account forPostgres() {
        if (!root()) {
            return new Ourselves();
        }
        Duration patience = Duration.ofSeconds(5);
        if (Command.run(List.of("unshare", "-U", "true"), patience).ok()) {
            return new UserNamespace();
        }
        Other nobody = new Other("nobody");
        if (Command.run(nobody.as(List.of("true")), patience).ok()) {
            return nobody;
        }
        throw new EmbeddedPartException("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works "
                + "here: run the build as a normal user.");
    }

    private static boolean root() {
        try {
            Path probe = Files.createTempFile("huiliu", ".uid");
            try {
                return Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid"));
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Ourselves() implements Account {
        @Override
        public List<String> as(List<String> command) {
            return command;
        }

        @Override
        public Path reachable(Path folder) {
            return folder;
        }

        @Override
        public void own(Path path) {}
    }

    record UserNamespace() implements Account {
        @Override
        public List<String> as(List<String> command) {
            return prefixed(List.of("unshare", "-U"), command);
        }

        @Override
        public Path reachable(Path folder) {
            return folder;
        }

        @Override
        public void own(Path path) {}
    }

    record Other(String user) implements Account {
        @Override
        public List<String> as(List<String> command) {
            return prefixed(
                    List.of("setpriv", "--reuid=" + user, "--regid=" + group(), "--clear-groups", "--"), command);
        }

        @Override
        public Path reachable(Path folder) {
            String key = folder.toAbsolutePath().normalize().toString();
            UUID name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
            return Path.of(System.getProperty("java.io.tmpdir"), "huiliu-" + user + "-" + name);
        }

        @Override
        public void own(Path path) {
            try {
                UserPrincipal owner =
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
                Path owned = Files.setOwner(path, owner);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String group() {
            Command.Result id = Command.run(List.of("id", "-g", user), Duration.ofSeconds(5));
            return id.ok() ? id.output().trim() : "65534";
        }
    }

    private static List<String> prefixed(List<String> prefix, List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return List.copyOf(all);
    }
}
