package dev.taskping.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. */
@AnalyzeClasses(packages = "dev.taskping.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_ONLY_CRDS_AND_PROTOCOL_OF_OURS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.taskping.relay..", "dev.taskping.testkit..", "dev.taskping.agent..", "dev.taskping.bench..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("dev.taskping.operator.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule RELAY_KNOWS_NO_KUBERNETES = noClasses()
            .that()
            .resideInAPackage("..operator.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "dev.taskping.crds..");

    @ArchTest
    static final ArchRule NOBODY_WRITES_TO_JOBS_BUT_BY_CREATING_THEM = classes()
            .that()
            .resideInAPackage("..operator.task..")
            .should()
            .onlyDependOnClassesThat()
            .haveNameNotMatching(".*\\.(PatchContext|DeletionPropagation)");
}
