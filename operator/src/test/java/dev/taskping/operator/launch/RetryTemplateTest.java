package dev.taskping.operator.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.JobTemplate;
import dev.taskping.operator.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same work: what its author wrote, and nothing that the cluster added. */
class RetryTemplateTest {

    private static final String JOB =
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: train
              namespace: ml
              uid: u1
              generation: 3
              resourceVersion: '77'
              labels:
                team: ml
                taskping.dev/notify: phone
                taskping.dev/allow-retry: 'true'
                taskping.dev/launch: cmd-1
                taskping.dev/notified-task: train
                controller-uid: u1
                batch.kubernetes.io/controller-uid: u1
                job-name: train
                batch.kubernetes.io/job-name: train
              annotations:
                owner: mia
                kubectl.kubernetes.io/last-applied-configuration: '{}'
                batch.kubernetes.io/cronjob-scheduled-timestamp: '2026-03-01T00:00:00Z'
                taskping.dev/commands: c1
              ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: nightly, uid: c1, controller: true}]
              managedFields: [{manager: kubectl}]
              finalizers: [taskping.dev/retain-until-notified]
            spec:
              suspend: false
              manualSelector: false
              selector: {matchLabels: {batch.kubernetes.io/controller-uid: u1}}
              ttlSecondsAfterFinished: 600
              activeDeadlineSeconds: 3600
              fieldOfALaterKubernetes: {a: 1}
              template:
                metadata:
                  creationTimestamp: null
                  labels:
                    app: train
                    controller-uid: u1
                    job-name: train
                    batch.kubernetes.io/controller-uid: u1
                    batch.kubernetes.io/job-name: train
                spec:
                  containers: [{name: main, image: 'example.com/none:1'}]
            status: {failed: 1}
            """;

    @Test
    void jobBecomesTheTemplateThatItsAuthorWrote() {
        JobTemplate template = RetryTemplate.template(Yaml.read(JOB, ObjectNode.class));
        assertThat(template.metadata())
                .isEqualTo(Yaml.read(
                        """
                                labels: {team: ml, taskping.dev/notify: phone, taskping.dev/allow-retry: 'true'}
                                annotations: {owner: mia}
                                """,
                        ObjectNode.class));
        assertThat(template.spec())
                .isEqualTo(Yaml.read(
                        """
                                ttlSecondsAfterFinished: 600
                                activeDeadlineSeconds: 3600
                                fieldOfALaterKubernetes: {a: 1}
                                template:
                                  metadata:
                                    labels: {app: train}
                                  spec:
                                    containers: [{name: main, image: 'example.com/none:1'}]
                                """,
                        ObjectNode.class));
    }

    @ParameterizedTest
    @CsvSource({"'7200', 7200", "'', 0", "'-1', 0", "'x', 0"})
    void stoppedJobGetsItsEarlierDeadline(String before, long deadline) {
        ObjectNode job = Yaml.read(JOB, ObjectNode.class);
        ((ObjectNode) job.at("/spec")).put("activeDeadlineSeconds", 1);
        ObjectNode annotations = (ObjectNode) job.at("/metadata/annotations");
        annotations.put("taskping.dev/stopped-by", "Mia").put("taskping.dev/deadline-before-stop", before);
        ObjectNode spec = RetryTemplate.template(job).spec();
        assertThat(spec.path("activeDeadlineSeconds").asLong(0)).isEqualTo(deadline);
    }

    @ParameterizedTest
    @CsvSource({"'true', true", "'True', false", "'yes', false", "'', false"})
    void onlyTheLabelAllowsARetry(String value, boolean allowed) {
        ObjectNode job = Yaml.read(JOB, ObjectNode.class);
        ((ObjectNode) job.at("/metadata/labels")).put("taskping.dev/allow-retry", value);
        assertThat(RetryTemplate.isAllowed(job)).isEqualTo(allowed);
        ((ObjectNode) job.at("/metadata/labels")).remove("taskping.dev/allow-retry");
        assertThat(RetryTemplate.isAllowed(job)).isFalse();
    }
}
