package dev.taskping.testkit.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension: a {@link ControlPlane} that all test classes of the JVM share, with TaskPing's resource definitions.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();
 * }</pre>
 *
 * or {@code @ExtendWith(KubernetesControlPlane.class)} with parameters of the types {@link KubernetesClient} and
 * {@link ControlPlane}. Tests keep apart by namespaces: {@link #createNamespace(String)}.
 */
public final class KubernetesControlPlane implements BeforeAllCallback, ParameterResolver {

    /** TaskPing's definitions, from the module {@code crds}. */
    public static final List<String> TASKPING_DEFINITIONS = List.of(
            "crds/notifiedtasks.taskping.dev.yaml",
            "crds/notificationchannels.taskping.dev.yaml",
            "crds/launchtemplates.taskping.dev.yaml",
            "crds/launches.taskping.dev.yaml");

    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(KubernetesControlPlane.class);

    private final List<String> manifests;
    private @Nullable ControlPlane controlPlane;

    public KubernetesControlPlane() {
        this(TASKPING_DEFINITIONS);
    }

    private KubernetesControlPlane(List<String> manifests) {
        this.manifests = List.copyOf(manifests);
    }

    /** One that applies these manifests, by their names on the class path, instead of TaskPing's definitions. */
    public static KubernetesControlPlane with(List<String> manifests) {
        return new KubernetesControlPlane(manifests);
    }

    /** A client with all rights; do not close it. */
    public KubernetesClient client() {
        return started().client();
    }

    public Path kubeconfig() {
        return started().kubeconfig();
    }

    /** Makes a namespace that no other test uses and returns its name. */
    public String createNamespace(String prefix) {
        return started().createNamespace(prefix);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // The root store closes what it holds at the end of the JVM's test run.
        controlPlane = context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(ControlPlane.class, key -> ControlPlane.start(), ControlPlane.class);
        controlPlane.apply(manifests);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KubernetesClient.class || type == ControlPlane.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ControlPlane.class ? started() : client();
    }

    private ControlPlane started() {
        if (controlPlane == null) {
            throw new IllegalStateException("the control plane is started before a class's first test: make the field"
                    + " of this extension static and annotate it with @RegisterExtension");
        }
        return controlPlane;
    }
}
