package dev.taskping.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.taskping.operator.leadership.LeadershipGained;

/** Which package may depend on which. */
@AnalyzeClasses(packages = "dev.taskping.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PURE = {
        "..operator.launch.decision..", "..operator.launch.parameter..", "..operator.policy.."
    };

    @ArchTest
    static final ArchRule DEPENDS_ON_CRDS_AND_PROTOCOL_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.taskping.relay..", "dev.taskping.testkit..", "dev.taskping.agent..", "dev.taskping.bench..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("dev.taskping.operator.(**)").should().beFreeOfCycles();

    /** Each layer may depend on the layers below it only: the way of an outcome enters no package twice. */
    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("controllers")
            .definedBy("..operator.command..", "..operator.notifiedtask..", "..operator.health..")
            .layer("handlers")
            .definedBy(
                    "..operator.channel..",
                    "..operator.launch",
                    "..operator.launch.template..",
                    "..operator.taskcommand..",
                    "..operator.retention..")
            .layer("reporting")
            .definedBy("..operator.reporting..")
            .layer("events")
            .definedBy("..operator.taskevent..")
            .layer("observation")
            .definedBy("..operator.observation..", "..operator.launch.decision..", "..operator.launch.parameter..")
            .layer("cluster")
            .definedBy(
                    "..operator.job..",
                    "..operator.jobcreation..",
                    "..operator.podlog..",
                    "..operator.policy..",
                    "..operator.messagetemplate..",
                    "..operator.relay..")
            .layer("foundation")
            .definedBy(
                    "..operator.leadership..",
                    "..operator.background..",
                    "..operator.cache..",
                    "..operator.configuration..",
                    "..operator.status..")
            .whereLayer("controllers")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("handlers")
            .mayOnlyBeAccessedByLayers("controllers")
            .whereLayer("reporting")
            .mayOnlyBeAccessedByLayers("controllers", "handlers")
            .whereLayer("events")
            .mayOnlyBeAccessedByLayers("controllers", "handlers", "reporting")
            .whereLayer("observation")
            .mayOnlyBeAccessedByLayers("controllers", "handlers", "reporting", "events")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("controllers", "handlers", "reporting", "events", "observation");

    @ArchTest
    static final ArchRule RELAY_PACKAGE_DOES_NOT_KNOW_KUBERNETES = noClasses()
            .that()
            .resideInAPackage("..operator.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "dev.taskping.crds..");

    /** What observes and reports Jobs changes none of them. */
    @ArchTest
    static final ArchRule JOBS_ARE_ONLY_READ_BY_WHAT_REPORTS_THEM = classes()
            .that()
            .resideInAnyPackage(
                    "..operator.job..",
                    "..operator.policy..",
                    "..operator.observation..",
                    "..operator.podlog..",
                    "..operator.taskevent..",
                    "..operator.reporting..",
                    "..operator.notifiedtask..")
            .should()
            .onlyDependOnClassesThat()
            .haveNameNotMatching(".*\\.(PatchContext|DeletionPropagation)");

    /** Decisions are computed from what they are given: no request, no clock. */
    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.fabric8.kubernetes.client", "..operator.relay..")
                    .or(resideInAPackage("java.net.http..")));

    /** One way to run work while leading: a {@code LeaderTask}. */
    @ArchTest
    static final ArchRule ONLY_LEADER_TASKS_START_WITH_LEADERSHIP = methods()
            .that()
            .areDeclaredInClassesThat(not(resideInAPackage("..operator.leadership..")))
            .should(new ArchCondition<JavaMethod>("not observe LeadershipGained, but implement LeaderTask") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    boolean observes = method.getRawParameterTypes().stream()
                            .anyMatch(type -> type.isEquivalentTo(LeadershipGained.class));
                    events.add(new SimpleConditionEvent(method, !observes, method.getFullName()));
                }
            });
}
