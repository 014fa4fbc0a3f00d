package dev.taskping.e2e;

import dev.taskping.testkit.cluster.DevelopmentCluster;
import dev.taskping.testkit.installation.Diagnosis;
import dev.taskping.testkit.installation.Installation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * JUnit extension: a cluster with the images of this build, TaskPing installed, the quickstart's channels applied and the
 * phone paired. All test classes share it; it is taken down at the end.
 */
public final class InstalledTaskPing
        implements BeforeAllCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    private static final String CLUSTER = "taskping-e2e";
    private static final String NAMESPACE = "taskping-demo";

    private record Shared(DevelopmentCluster cluster, Installation installation) implements AutoCloseable {

        static Shared start() {
            DevelopmentCluster cluster = DevelopmentCluster.up(CLUSTER);
            buildImages(cluster.repository());
            Installation installation = Installation.install(cluster, NAMESPACE);
            installation.apply(cluster.repository().resolve("samples/quickstart/1-channels.yaml"));
            installation.pairPhone("phone");
            installation.awaitChannel("mail", "Verified");
            installation.awaitChannel("dashboard", "Verified");
            return new Shared(cluster, installation);
        }

        private static void buildImages(Path repository) {
            try {
                Process build = new ProcessBuilder("hack/images/build", "--load", CLUSTER)
                        .directory(repository.toFile())
                        .inheritIO()
                        .start();
                if (build.waitFor() != 0) {
                    throw new IllegalStateException("hack/images/build failed; its output is above");
                }
            } catch (IOException e) {
                throw new IllegalStateException("hack/images/build could not be started", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while building images", e);
            }
        }

        @Override
        public void close() {
            installation.close();
            cluster.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(InstalledTaskPing.class))
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).installation();
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        handleTestExecutionException(context, failure);
    }

    /** A failure comes with what the system looked like. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        System.err.println(Diagnosis.of(shared(context).cluster(), NAMESPACE));
        throw failure;
    }
}
