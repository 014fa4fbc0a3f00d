package dev.taskping.relay.platform.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import io.smallrye.openapi.api.util.MergeUtil;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.IndexView;

/**
 * Adds to the OpenAPI document, at build time, what no code can say: summaries, descriptions and examples. They stand in a file
 * {@code openapi.yaml} of each package with resources, itself a part of an OpenAPI document.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class OpenApiTexts implements OASFilter {

    private static final String FILE = "openapi.yaml";

    private final Set<String> packages;

    /** With the texts of all packages that have resources. */
    public OpenApiTexts(IndexView index) {
        packages = index.getAnnotations(Path.class).stream()
                .map(AnnotationInstance::target)
                .filter(target -> target.kind() == AnnotationTarget.Kind.CLASS)
                .map(target -> target.asClass().name().packagePrefix())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        for (String name : packages) {
            String file = name.replace('.', '/') + "/" + FILE;
            read(file).ifPresent(texts -> {
                requireServed(file, texts, document);
                MergeUtil.merge(document, texts);
            });
        }
    }

    private static Optional<OpenAPI> read(String file) {
        try (InputStream stream = OpenApiTexts.class.getClassLoader().getResourceAsStream(file)) {
            return Optional.ofNullable(stream).map(OpenApiTexts::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenAPI parse(InputStream stream) {
        return SmallRyeOpenAPI.builder()
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableAnnotationScan(false)
                .enableStandardFilter(false)
                .defaultRequiredProperties(false)
                .withCustomStaticFile(() -> stream)
                .build()
                .model();
    }

    private static void requireServed(String file, OpenAPI texts, OpenAPI document) {
        Set<String> unknown = new TreeSet<>(operations(texts));
        unknown.removeAll(operations(document));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(file + " describes what no resource serves: " + unknown);
        }
    }

    private static Set<String> operations(OpenAPI document) {
        return document.getPaths().getPathItems().entrySet().stream()
                .flatMap(path ->
                        path.getValue().getOperations().keySet().stream().map(method -> method + " " + path.getKey()))
                .collect(Collectors.toSet());
    }
}
