package dev.taskping.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.Yaml;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;

class TrimmedJobStoreTest {

    private static final String UID = "6f1c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11";
    private static final String ENDED =
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: train
              namespace: ml
              uid: %1$s
              resourceVersion: '7'
              creationTimestamp: '2026-03-01T02:00:00Z'
              annotations: {note: long}
              finalizers: [taskping.dev/retain-until-notified]
              ownerReferences: [{apiVersion: taskping.dev/v1alpha1, kind: NotifiedTask, name: train, uid: u}]
              labels: {team: vision, job-name: train, batch.kubernetes.io/controller-uid: %1$s}
              managedFields: [{manager: kubectl}]
            spec:
              backoffLimit: 4
              suspend: false
              selector: {matchLabels: {batch.kubernetes.io/controller-uid: %1$s}}
              podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}
              template: {spec: {containers: [{name: a, image: b}]}}
            status:
              startTime: '2026-03-01T02:00:01Z'
              failed: 1
              conditions:
              - {type: FailureTarget, status: 'True', reason: PodFailurePolicy, message: m, lastTransitionTime: '2026-03-01T02:40:00Z'}
              - {type: Failed, status: 'True', reason: PodFailurePolicy, message: m, lastTransitionTime: '2026-03-01T02:40:00Z'}
            """
                    .formatted(UID);

    @Test
    void fieldsThatAreReadStay() {
        Job whole = job();

        Job trimmed = TrimmedJobStore.trim(job());

        assertThat(JobState.of(trimmed)).isEqualTo(JobState.of(whole));
        assertThat(trimmed.getMetadata())
                .usingRecursiveComparison()
                .ignoringFields("managedFields", "annotations")
                .isEqualTo(whole.getMetadata());
        assertThat(trimmed.getSpec())
                .usingRecursiveComparison()
                .ignoringFields("template", "selector")
                .isEqualTo(whole.getSpec());
    }

    @Test
    void fieldsThatNobodyReadsAreDropped() {
        Job trimmed = TrimmedJobStore.trim(job());

        assertThat(trimmed.getMetadata().getManagedFields()).isEmpty();
        assertThat(trimmed.getMetadata().getAnnotations()).isNull();
        assertThat(trimmed.getSpec().getTemplate()).isNull();
    }

    /** That is what lets tens of thousands fit. */
    @Test
    void equalStringsAreShared() {
        Job one = TrimmedJobStore.trim(job());
        Job other = TrimmedJobStore.trim(job());

        assertThat(one.getStatus().getConditions().getFirst().getMessage())
                .isSameAs(other.getStatus().getConditions().getLast().getMessage());
        assertThat(one.getMetadata().getLabels().get("team"))
                .isSameAs(other.getMetadata().getLabels().get("team"));
        assertThat(one.getMetadata().getLabels().get("job-name"))
                .isSameAs(one.getMetadata().getName());
    }

    /** A Job without status, labels or spec, as a watch may well bring one. */
    @Test
    void absentFieldsAreAccepted() {
        Job bare = Yaml.read("{apiVersion: batch/v1, kind: Job, metadata: {name: train, namespace: ml}}", Job.class);

        assertThat(TrimmedJobStore.trim(bare).getMetadata().getLabels()).isNullOrEmpty();
    }

    private static Job job() {
        return Yaml.read(ENDED, Job.class);
    }
}
