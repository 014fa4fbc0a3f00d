package dev.taskping.relay.channel;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Every provider there is, without a container: one more is found by itself. */
public final class KnownProviders {

    private static final ProviderRegistry REGISTRY = new ProviderRegistry(find());

    private KnownProviders() {}

    /** All of them. */
    public static ProviderRegistry registry() {
        return REGISTRY;
    }

    private static List<ProviderDescriptor<?>> find() {
        List<ProviderDescriptor<?>> found = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter().importPackages(KnownProviders.class.getPackageName())) {
            if (type.isAssignableTo(ProviderDescriptor.class)
                    && !type.isInterface()
                    && !type.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                try {
                    found.add((ProviderDescriptor<?>)
                            type.reflect().getDeclaredConstructor().newInstance());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("A provider needs nothing to be made: " + type.getName(), e);
                }
            }
        }
        return found;
    }
}
