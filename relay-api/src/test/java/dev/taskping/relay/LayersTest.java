package dev.taskping.relay;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the relay, lowest first. The classes of a room depend on their own room and on those before it; nobody depends on
 * the REST resources of a room, which stand in its {@code api} package, and nothing but CDI knows a provider.
 */
class LayersTest {

    private static final String ROOT = "dev.taskping.relay";

    private static final List<String> ROOMS = List.of(
            "platform.configuration",
            "platform.database",
            "platform.api",
            "security",
            "audit",
            "guard",
            "channel.spi",
            "channel.render",
            "channel.http",
            "channel.<provider>",
            "channel",
            "task",
            "event",
            "action",
            "message",
            "delivery",
            "command",
            "tunnel",
            "event.ingest",
            "people",
            "conversation",
            "conversation.inbound",
            "<room>.api",
            "");

    /** The packages below {@code channel} that are no provider. */
    private static final Set<String> CHANNEL_PACKAGES = Set.of("spi", "render", "http", "api");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void roomDependsOnlyOnRoomsBeforeIt() {
        Set<String> violations = new TreeSet<>();
        dependencies()
                .filter(dependency ->
                        !isAllowed(packageOf(dependency.getOriginClass()), packageOf(dependency.getTargetClass())))
                .forEach(
                        dependency -> violations.add(dependency.getOriginClass().getName() + " -> "
                                + dependency.getTargetClass().getName()));
        assertThat(violations).isEmpty();
    }

    /** Packages of one room have an order, too. */
    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static Stream<Dependency> dependencies() {
        return CLASSES.stream()
                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> dependency
                        .getTargetClass()
                        .getBaseComponentType()
                        .getPackageName()
                        .startsWith(ROOT));
    }

    private static boolean isAllowed(String origin, String target) {
        if (origin.equals(target)) {
            return true;
        }
        String from = roomOf(origin);
        String to = roomOf(target);
        if (isProvider(target) || to.equals("<room>.api")) {
            return false;
        }
        return ROOMS.indexOf(to) <= ROOMS.indexOf(from);
    }

    /** The room with the longest name that the package belongs to. */
    private static String roomOf(String packageName) {
        if (isProvider(packageName)) {
            return "channel.<provider>";
        }
        if (packageName.endsWith(".api") && !packageName.startsWith("platform.")) {
            return "<room>.api";
        }
        Optional<String> room = ROOMS.stream()
                .filter(candidate -> packageName.equals(candidate) || packageName.startsWith(candidate + "."))
                .max((one, other) -> Integer.compare(one.length(), other.length()));
        return room.orElseThrow(() -> new AssertionError("Package " + packageName + " is in no room: add it to ROOMS"));
    }

    private static boolean isProvider(String packageName) {
        return packageName.startsWith("channel.")
                && !CHANNEL_PACKAGES.contains(packageName.split("\\.")[1]);
    }

    private static String packageOf(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }
}
