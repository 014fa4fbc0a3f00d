package dev.taskping.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The protocol stands on nothing of ours and on no framework. */
@AnalyzeClasses(packages = "dev.taskping", importOptions = ImportOption.DoNotIncludeTests.class)
class ProtocolArchitectureTest {

    @ArchTest
    static final ArchRule NOTHING_OF_OURS_AND_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("dev.taskping.protocol..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "dev.taskping.protocol..",
                    "java..",
                    "com.fasterxml.jackson..",
                    "com.google.re2j..",
                    "com.samskivert.mustache..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.taskping.protocol.(*)..").should().beFreeOfCycles();
}
