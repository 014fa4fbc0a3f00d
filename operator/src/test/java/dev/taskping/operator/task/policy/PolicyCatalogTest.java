package dev.taskping.operator.task.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.runtime.ShutdownEvent;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyCatalogTest {

    private static final ObjectMeta JOB = new ObjectMetaBuilder()
            .withNamespace("ml")
            .withName("train")
            .withUid("uid-1")
            .build();

    private final PolicyCatalog catalog = new PolicyCatalog();

    @Test
    void withoutPoliciesNobodyWatches() {
        catalog.use(Stream::empty, namespace -> Stream.empty(), channel -> Optional.empty());

        assertThat(catalog.watch(JOB, null)).isEmpty();
    }

    /** "Nobody watches" would record an end in silence; an operator that stops does not know. */
    @Test
    void whileTheOperatorStopsThereIsNoAnswer() {
        catalog.use(Stream::empty, namespace -> Stream.empty(), channel -> Optional.empty());

        catalog.stop(new ShutdownEvent());

        assertThatThrownBy(() -> catalog.watch(JOB, null)).hasMessageContaining("stopping");
    }
}
