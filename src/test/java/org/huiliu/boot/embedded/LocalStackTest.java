package org.huiliu.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {

    @TempDir
    Path folder;

    @AfterEach
    void erase() {
        LocalStack.erase(folder.resolve("parts"));
    }

    @Test
    void aSecondStartHasTheSameAddressesAndKeysWhichOnlyTheUserCanRead() throws Exception {
        Path parts = folder.resolve("parts");
        Map<String, String> first = configurationOfAStart(parts);
        Map<String, String> second = configurationOfAStart(parts);

        assertThat(second).isEqualTo(first);
        assertThat(first)
                .containsKeys(
                        "quarkus.datasource.jdbc.url",
                        "quarkus.redis.hosts",
                        "quarkus.oidc.auth-server-url",
                        "huiliu.crypto.index-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parts.resolve("local.properties"))))
                .isEqualTo("rw-------");
    }

    private static Map<String, String> configurationOfAStart(Path parts) {
        try (LocalStack stack = LocalStack.start(parts)) {
            return stack.configuration();
        }
    }
}
