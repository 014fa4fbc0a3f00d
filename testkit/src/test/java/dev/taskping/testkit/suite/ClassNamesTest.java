package dev.taskping.testkit.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A simple name stands for one class in the whole tree, so that nobody has to ask which of two is meant. */
class ClassNamesTest {

    @Test
    void noTwoClassesHaveTheSameSimpleName() throws IOException {
        Map<String, TreeSet<String>> places = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Repository.root())) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.map(Repository.root()::relativize)
                            .filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("package-info.java"))
                            .forEach(file -> places.computeIfAbsent(
                                            file.getFileName().toString(), name -> new TreeSet<>())
                                    .add(file.toString()));
                }
            }
        }
        assertThat(places).hasSizeGreaterThan(500);
        assertThat(places.values().stream().filter(files -> files.size() > 1).map(files -> files.stream()
                        .collect(Collectors.joining(", "))))
                .isEmpty();
    }
}
