package dev.taskping.operator.policy;

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
    void jobHasNoPolicyWithoutNotifiedTasks() {
        catalog.attachCaches(namespace -> Stream.empty(), channel -> Optional.empty());

        assertThat(catalog.effective(JOB, null)).isEmpty();
    }

    /** An empty answer would have the relay record an end without a message. */
    @Test
    void lookupFailsWhileTheOperatorStops() {
        catalog.attachCaches(namespace -> Stream.empty(), channel -> Optional.empty());

        catalog.stop(new ShutdownEvent());

        assertThatThrownBy(() -> catalog.effective(JOB, null)).hasMessageContaining("stopping");
    }
}
