package org.huiliu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the floor plan: imports run downstairs, neighbours keep apart, no package cycle. */
@AnalyzeClasses(packages = "org.huiliu", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] FEATURES = {
        "intake",
        "normalize",
        "dedup",
        "cases",
        "routing",
        "delivery",
        "feedback",
        "deadlines",
        "partners",
        "reviews",
        "warnings",
        "jobs",
        "contracts"
    };

    @ArchTest
    static final ArchRule importsRunDownstairs = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("boot")
            .definedBy("org.huiliu.boot..")
            .layer("console")
            .definedBy("org.huiliu.console..")
            .layer("pipeline")
            .definedBy("org.huiliu.pipeline..")
            .layer("features")
            .definedBy(packagesOf(FEATURES))
            .layer("platform")
            .definedBy("org.huiliu.platform..")
            .layer("model")
            .definedBy("org.huiliu.model..")
            .whereLayer("boot")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("pipeline")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("pipeline", "console", "boot")
            .whereLayer("platform")
            .mayOnlyBeAccessedByLayers("features", "pipeline", "console", "boot")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("features", "pipeline", "console", "boot");

    @ArchTest
    static final ArchRule neighboursKeepApart = slices().matching(
                    "org.huiliu.(intake|normalize|dedup|cases|routing|delivery|feedback|deadlines|partners|reviews|warnings|jobs|contracts)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noPackageCycle =
            slices().matching("org.huiliu.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theModelKnowsOnlyTheJdk = classes()
            .that()
            .resideInAPackage("org.huiliu.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.huiliu.model..", "org.jspecify..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule technologyStaysInItsSubPackage = noClasses()
            .that()
            .resideOutsideOfPackages("..pg..", "..redis..", "..rest..", "..http..", "org.huiliu.boot..")
            .and()
            .resideInAnyPackage(packagesOf(FEATURES))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx.mutiny.sqlclient..", "io.quarkus.redis..", "jakarta.ws.rs..", "org.hibernate..")
            .allowEmptyShould(true);

    private static String[] packagesOf(String[] features) {
        String[] packages = new String[features.length];
        for (int i = 0; i < features.length; i++) {
            packages[i] = "org.huiliu." + features[i] + "..";
        }
        return packages;
    }
}
