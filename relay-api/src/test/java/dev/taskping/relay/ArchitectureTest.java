package dev.taskping.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.taskping.relay.security.Access;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;

/** The rules that hold the relay's packages apart. */
@AnalyzeClasses(packages = "dev.taskping", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule RELAY_IMPORTS_ONLY_PROTOCOL_OF_OURS = noClasses()
            .that()
            .resideInAPackage("dev.taskping.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.taskping.operator..", "dev.taskping.crds..", "dev.taskping.agent..", "dev.taskping.testkit..");

    /** Whoever connects asks the guard: through the client of all channels, or a socket that the guard knows of. */
    @ArchTest
    static final ArchRule CHANNELS_CONNECT_THROUGH_THE_GUARD = noClasses()
            .that()
            .resideInAPackage("dev.taskping.relay.channel..")
            .and()
            .resideOutsideOfPackage("dev.taskping.relay.channel.http..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(Socket|URLConnection|HttpURLConnection|DatagramSocket)"
                    + "|java\\.net\\.http\\..*|okhttp3\\.OkHttpClient\\$Builder|java\\.nio\\.channels\\.SocketChannel");

    @ArchTest
    static final ArchRule CLOCK_IS_INJECTED = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.taskping.relay.task..", "dev.taskping.relay.command..", "dev.taskping.relay.event..")
            .should()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule EVERY_OPERATION_SAYS_WHO_MAY_CALL_IT = ArchRuleDefinition.methods()
            .that()
            .areAnnotatedWith(GET.class)
            .or()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(PUT.class)
            .or()
            .areAnnotatedWith(DELETE.class)
            .should(sayWhoMayCall());

    private static ArchCondition<JavaMethod> sayWhoMayCall() {
        return new ArchCondition<>("carry @Access, on themselves or on their class") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean says = method.isAnnotatedWith(Access.class)
                        || method.getOwner().isAnnotatedWith(Access.class);
                events.add(new SimpleConditionEvent(method, says, method.getFullName() + " says not who may call it"));
            }
        };
    }
}
