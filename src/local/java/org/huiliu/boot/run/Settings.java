package org.huiliu.boot.run;

import java.nio.file.Path;
import java.util.List;
import org.huiliu.boot.embedded.FreePort;

/**
 * How the local run was asked for, all by {@code -Drun.…} on Maven's command line.
 *
 * @param data where the run keeps its data ({@code run.data}, default {@code .run})
 * @param artefact the built hub ({@code run.artefact})
 * @param port of the hub ({@code run.port}, default 8080; 0 for any free one)
 * @param managementPort of health and metrics ({@code run.management.port}, default 9000; 0 for any free one)
 * @param fresh begin empty ({@code run.fresh})
 * @param jvm options of the hub's JVM, separated by blanks ({@code run.jvm}, for instance {@code -Xmx256m})
 */
record Settings(Path data, Path artefact, int port, int managementPort, boolean fresh, List<String> jvm) {

    static Settings ofSystemProperties() {
        Path project = Path.of(System.getProperty("run.project", "")).toAbsolutePath();
        String jvm = System.getProperty("run.jvm", "").trim();
        String fresh = System.getProperty("run.fresh", "false");
        return new Settings(
                project.resolve(System.getProperty("run.data", ".run")).normalize(),
                project.resolve(System.getProperty("run.artefact", "target/local/quarkus-app/quarkus-run.jar"))
                        .normalize(),
                port("run.port", 8080),
                port("run.management.port", 9000),
                !fresh.equals("false"),
                jvm.isEmpty() ? List.of() : List.of(jvm.split("\\s+")));
    }

    private static int port(String name, int usual) {
        int wanted = Integer.getInteger(name, usual);
        return wanted == 0 ? FreePort.any() : wanted;
    }
}
