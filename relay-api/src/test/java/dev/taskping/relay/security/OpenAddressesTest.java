package dev.taskping.relay.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.taskping.relay.security.Access.To;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenAddressesTest {

    /** Any other body is received only with a credential that is right, and where none is asked for that would be never. */
    @Test
    void bodiesAreReceivedFromAnybodyWhereAnybodyIsAdmitted() {
        Set<String> admitting = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.taskping.relay")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .filter(OpenAddressesTest::admitsAnybody)
                        .map(type -> type.getAnnotationOfType(Path.class).value())
                        .collect(Collectors.toSet());

        assertThat(admitting).isNotEmpty().allMatch(path -> RequestBodyReceiver.OPEN.stream()
                .anyMatch((path + "/")::startsWith));
    }

    private static boolean admitsAnybody(JavaClass type) {
        return type.tryGetAnnotationOfType(Access.class)
                        .filter(OpenAddressesTest::isOpen)
                        .isPresent()
                || type.getMethods().stream().anyMatch(method -> method.tryGetAnnotationOfType(Access.class)
                        .filter(OpenAddressesTest::isOpen)
                        .isPresent());
    }

    private static boolean isOpen(Access access) {
        return List.of(access.value()).contains(To.ANYONE);
    }
}
