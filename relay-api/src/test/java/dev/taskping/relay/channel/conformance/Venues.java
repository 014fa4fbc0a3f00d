package dev.taskping.relay.channel.conformance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.taskping.relay.channel.http.Timeouts;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every adapter that has a conformance test, by the name of that test: an adapter more is listed by itself. */
final class Venues {

    private static final String SUFFIX = "ConformanceTest";

    private Venues() {}

    /** Starts a provider, and its adapter. */
    interface Opening {
        Venue open() throws Exception;
    }

    /** By channel, such as {@code telegram} or {@code slack-webhook}, in the order of the names. */
    static Map<String, Opening> all() {
        List<JavaClass> tests = new ClassFileImporter()
                .importPackages("dev.taskping.relay.channel").stream()
                        .filter(type -> type.isAssignableTo(ChannelConformance.class))
                        .filter(type -> !Modifier.isAbstract(type.reflect().getModifiers()))
                        .sorted((one, other) -> one.getSimpleName().compareTo(other.getSimpleName()))
                        .toList();
        Map<String, Opening> venues = new LinkedHashMap<>();
        tests.forEach(test -> venues.put(
                nameOf(test.reflect()), () -> instance(test.reflect()).open(Timeouts.USUAL)));
        return venues;
    }

    /** What a conformance test calls its channel. */
    static String nameOf(Class<?> test) {
        return test.getSimpleName()
                .replace(SUFFIX, "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    private static ChannelConformance instance(Class<?> test) throws ReflectiveOperationException {
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        return (ChannelConformance) constructor.newInstance();
    }
}
