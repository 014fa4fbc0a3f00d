package dev.taskping.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The YAML that is checked in is what the Java types generate. After a change to the types run
 * {@code make generate} ({@code TASKPING_GENERATE=true}), which writes it anew.
 */
class GeneratedCrdsTest {

    private static final List<Path> CHECKED_IN =
            List.of(Path.of("src/main/resources/crds"), Path.of("../charts/taskping/files/crds"));

    @TempDir
    Path generated;

    @ParameterizedTest
    @ValueSource(classes = {NotifiedTask.class, NotificationChannel.class, LaunchTemplate.class, Launch.class})
    void checkedInYamlIsFresh(Class<? extends io.fabric8.kubernetes.api.model.HasMetadata> type) throws IOException {
        new CRDGenerator()
                .customResourceClasses(type)
                .inOutputDir(generated.toFile())
                .detailedGenerate();
        try (var files = Files.list(generated)) {
            for (Path fresh : files.toList()) {
                for (Path folder : CHECKED_IN) {
                    compare(fresh, folder.resolve(fresh.getFileName().toString().replace("-v1.yml", ".yaml")));
                }
            }
        }
    }

    private static void compare(Path fresh, Path checkedIn) throws IOException {
        if ("true".equals(System.getenv("TASKPING_GENERATE"))) {
            Files.createDirectories(checkedIn.getParent());
            Files.writeString(checkedIn, Files.readString(fresh));
        }
        assertThat(checkedIn)
                .as("%s is stale: run 'make generate' and commit the result", checkedIn)
                .exists()
                .hasSameTextualContentAs(fresh);
    }
}
