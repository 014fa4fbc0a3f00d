package dev.taskping.operator.reporting;

import dev.taskping.operator.job.JobInformer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stores how far the relay knows the Jobs, in the annotations of a Lease beside that of the leader election: {@code
 * jobs.taskping.dev/ALL} is a resource version of the Jobs, or {@code jobs.taskping.dev/<namespace>} for each namespace if the
 * operator is limited to some.
 */
@ApplicationScoped
class WatchPositionStore {

    /** The chart's RBAC contains this name as well. */
    static final String LEASE = "taskping-operator-jobs";

    private static final String PREFIX = "jobs.taskping.dev/";
    /** Upper case, so that no namespace is called so. */
    private static final String ALL = "ALL";

    private final KubernetesClient client;
    private final Clock clock;

    WatchPositionStore(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The stored position, by {@link JobInformer#ALL} or by namespace; empty if there is none. */
    Map<String, String> read() {
        Map<String, String> position = new TreeMap<>();
        Lease lease = lease().get();
        if (lease != null && lease.getMetadata().getAnnotations() != null) {
            lease.getMetadata().getAnnotations().forEach((name, version) -> {
                if (name.startsWith(PREFIX) && !version.isBlank()) {
                    String scope = name.substring(PREFIX.length());
                    position.put(scope.equals(ALL) ? JobInformer.ALL : scope, version);
                }
            });
        }
        return position;
    }

    /** Replaces the stored position. */
    void write(Map<String, String> position) {
        Map<String, String> annotations = new TreeMap<>();
        position.forEach(
                (scope, version) -> annotations.put(PREFIX + (scope.equals(JobInformer.ALL) ? ALL : scope), version));
        ZonedDateTime now = ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        Lease stored = lease().get();
        if (stored == null) {
            client.resource(new LeaseBuilder()
                            .withNewMetadata()
                            .withName(LEASE)
                            .withNamespace(namespace())
                            .withAnnotations(annotations)
                            .endMetadata()
                            .withNewSpec()
                            .withRenewTime(now)
                            .endSpec()
                            .build())
                    .create();
        } else {
            client.resource(stored.edit()
                            .editMetadata()
                            .withAnnotations(annotations)
                            .endMetadata()
                            .editOrNewSpec()
                            .withRenewTime(now)
                            .endSpec()
                            .build())
                    .update();
        }
    }

    private Resource<Lease> lease() {
        return client.resources(Lease.class).inNamespace(namespace()).withName(LEASE);
    }

    private String namespace() {
        return Optional.ofNullable(client.getNamespace()).orElse("default");
    }
}
