package org.huiliu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README names is there; its walk itself is pasted by {@code .ci/walk}. */
class ReadmeTest {
    private static final Path SOURCES = Path.of("src/main/java/org/huiliu");
    private static final Path LOCAL_SOURCES = Path.of("src/local/java/org/huiliu");
    private static final Path TESTS = Path.of("src/test/java/org/huiliu");
    private static final List<Path> ROOTS = List.of(SOURCES, LOCAL_SOURCES, TESTS);

    @Test
    void everyClassAndPackageOfTheReadersWalkExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String named : found("`([a-z]+(?:\\.[a-z]+)*(?:\\.[A-Z]\\w+)(?:\\.\\w+\\(\\))?)`")) {
            String type = named.replaceFirst("\\.\\w+\\(\\)$", "").replace('.', '/');
            if (ROOTS.stream().noneMatch(root -> Files.exists(root.resolve(type + ".java")))) {
                missing.add(named);
            }
        }
        for (String named : found("\\(`((?:platform|partners|dedup|intake|cases)\\.[a-z]+)`")) {
            if (!Files.isDirectory(SOURCES.resolve(named.replace('.', '/')))) {
                missing.add(named);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        List<String> named = found("\\b([A-Z]\\w+(?:Test|IT))\\b");
        List<String> written;
        try (var files = Files.walk(TESTS)) {
            written = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(written).contains(name));
    }

    @Test
    void everyFileAndFolderThatIsNamedExists() throws IOException {
        List<String> named = new ArrayList<>(found("\\]\\(((?!http)[^)#]+)\\)"));
        named.addAll(found("`((?:contracts|openapi|docs|k8s|\\.ci)/[\\w./-]+)`"));
        assertThat(named).hasSizeGreaterThan(5).allSatisfy(path -> assertThat(Path.of(path))
                .exists());
    }

    @Test
    void everySampleThatIsSentExists() throws IOException {
        List<MatchResult> sent = Pattern.compile("\\bsend (\\d+) ([\\w-]+)")
                .matcher(readme())
                .results()
                .toList();
        assertThat(sent).hasSize(4).allSatisfy(one -> assertThat(
                        Path.of("contracts/feeds", one.group(1), "samples", one.group(2) + ".json"))
                .exists());
    }

    @Test
    void everyJsonBodyThatIsSentParses() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> bodies = found("\"(\\{\\\\\"[^\\n]*\\})\"");
        assertThat(bodies).isNotEmpty().allSatisfy(body -> assertThat(
                        json.readTree(body.replace("\\\"", "\"")).isObject())
                .isTrue());
    }

    @Test
    void everySwitchOfTheBuildThatIsNamedIsRead() throws IOException {
        String build = Files.readString(Path.of("pom.xml"));
        StringBuilder read = new StringBuilder(build);
        for (Path root : List.of(Path.of("src/local/java"), Path.of("src/test/java"))) {
            try (var files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    read.append(Files.readString(file));
                }
            }
        }
        assertThat(found("-D((?:run|load|crash|batch)\\.[\\w.]+)")).isNotEmpty().allSatisfy(name -> assertThat(read)
                .contains(name));
    }

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(readme())
                .results()
                .map(one -> one.group(1))
                .distinct()
                .toList();
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
