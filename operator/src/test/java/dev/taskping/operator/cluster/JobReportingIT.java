package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.crds.notifiedtask.NotifiedTaskStatus;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.EventLimits;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.cluster.JobDriver;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which Jobs are told of, and what is said; {@link JobCasesIT} has what may happen to a Job. */
class JobReportingIT extends SharedOperatorCase {

    @BeforeEach
    void prepare() {
        policyManifests.webhookChannel("hook");
    }

    private void watching(String name) {
        await().atMost(PATIENCE).until(() -> {
            String ready = policyManifests.ready(NotifiedTask.class, name);
            return ready != null && ready.startsWith("True");
        });
    }

    private TaskEvent end(String name) {
        return await().atMost(PATIENCE)
                .until(() -> relay.finished(namespace, name), java.util.Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void jobsAreReportedByTheirLabels() {
        policyManifests.notifiedTask("team", "selector: {matchLabels: {team: ml}}");
        watching("team");
        jobs.create("train", Map.of("team", "ml"));
        jobs.create("other", Map.of("team", "web"));

        jobs.run("train");
        await().atMost(PATIENCE).until(() -> !relay.received(namespace).isEmpty());
        jobs.complete("other");
        jobs.complete("train");

        TaskEvent end = end("train");
        assertThat(end.id()).isEqualTo(end.subject() + "/0/finished");
        assertThat(end.source()).hasToString("/clusters/test-cluster/namespaces/" + namespace + "/jobs/train");
        assertThat(end.data().task().labels()).containsEntry("team", "ml");
        assertThat(end.data().route()).containsExactly(new Route(new ChannelKey(namespace, "hook")));
        assertThat(end.data().outcome()).extracting(Outcome::result).isEqualTo(Result.SUCCEEDED);
        assertThat(relay.received(namespace))
                .extracting(TaskEvent::type)
                .containsExactly(TaskEventType.STARTED, TaskEventType.FINISHED);
        TaskEvent start = relay.received(namespace).getFirst();
        assertThat(start.data().route()).isEmpty();
        assertThat(start.data().finishRoute()).isEqualTo(end.data().route());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(KUBERNETES
                        .client()
                        .resources(NotifiedTask.class)
                        .inNamespace(namespace)
                        .withName("team")
                        .get()
                        .getStatus())
                .satisfies(status -> {
                    assertThat(status.succeeded()).isEqualTo(1);
                    assertThat(status.active()).isZero();
                    assertThat(status.lastRun()).isEqualTo("train");
                }));
    }

    @Test
    void jobIsReportedByItsName() {
        policyManifests.notifiedTask("one", "jobRef: {name: train}");
        watching("one");
        jobs.create("train", Map.of());
        jobs.addPod("train", "train-0", 137, "OOMKilled");

        jobs.fail("train");

        assertThat(end("train").data().outcome())
                .isEqualTo(new Outcome(
                        Result.FAILED,
                        "BackoffLimitExceeded",
                        "Job has reached the specified backoff limit",
                        "OutOfMemory",
                        137,
                        "train-0",
                        "main"));
    }

    /** As of one that its deadline killed: the Job controller deletes such pods. */
    @Test
    void podThatIsDeletedBeforeItsJobEndsIsReported() {
        policyManifests.notifiedTask("one", "jobRef: {name: train}");
        watching("one");
        jobs.create("train", Map.of());
        jobs.addPod("train", "train-0", 3, "Error");
        await().atMost(PATIENCE).until(() -> OPERATOR.log().contains("Pod " + namespace + "/train-0 has ended"));
        jobs.deletePod("train-0");

        jobs.fail("train");

        assertThat(end("train").data().outcome())
                .extracting(Outcome::exitCode, Outcome::failedPod)
                .containsExactly(3, "train-0");
    }

    @Test
    void jobWithNothingButTheLabelIsReported() {
        jobs.create("train", Map.of("taskping.dev/notify", "hook"));

        jobs.complete("train");

        assertThat(end("train").data().route()).containsExactly(new Route(new ChannelKey(namespace, "hook")));
    }

    @Test
    void embeddedJobIsCreatedOnceAndReported() {
        policyManifests.notifiedTask(
                "embedded",
                """
                jobTemplate:
                    metadata: {labels: {team: ml}}
                    spec:
                      managedBy: taskping.dev/job-driver
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: main, image: 'example.com/none:1'}]
                """);
        watching("embedded");
        assertThat(jobs.get("embedded").getMetadata().getLabels())
                .containsEntry("team", "ml")
                .containsEntry("taskping.dev/notified-task", "embedded");

        jobs.complete("embedded");
        assertThat(end("embedded").data().route()).hasSize(1);

        jobs.delete("embedded");
        KUBERNETES
                .client()
                .resources(NotifiedTask.class)
                .inNamespace(namespace)
                .withName("embedded")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> KUBERNETES
                                .client()
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace)
                                .withName("embedded")
                                .get()
                        == null);
    }

    @Test
    void jobThatIsDeletedAtItsEndIsReported() {
        policyManifests.notifiedTask("all", "selector: {matchLabels: {team: ml}}");
        watching("all");
        jobs.create(JobDriver.job("brief", Map.of("team", "ml"))
                .editSpec()
                .withTtlSecondsAfterFinished(0)
                .endSpec()
                .build());

        jobs.complete("brief");

        assertThat(end("brief").data().outcome()).extracting(Outcome::result).isEqualTo(Result.SUCCEEDED);
        await().atMost(PATIENCE)
                .until(() -> KUBERNETES
                                .client()
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace)
                                .withName("brief")
                                .get()
                        == null);
        assertThat(relay.finished(namespace)).hasSize(1);
    }

    @Test
    void bothJobsOfTheSameNameAreReported() {
        policyManifests.notifiedTask("all", "selector: {matchLabels: {team: ml}}");
        watching("all");
        String first = jobs.create("train", Map.of("team", "ml")).getMetadata().getUid();
        jobs.complete("train");
        jobs.delete("train");
        String second = jobs.create("train", Map.of("team", "ml")).getMetadata().getUid();
        jobs.fail("train");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(relay.finished(namespace))
                .extracting(TaskEvent::subject)
                .containsExactlyInAnyOrder(first, second));
    }

    @Test
    @Attack(
            by = Attacker.TENANT,
            tries = "768 invented channels in NotifiedTasks, to silence another NotifiedTask for the same Job",
            gets = "the other's channel is notified; Events say what was left out")
    void jobIsReportedHoweverMuchElseMatchesIt() {
        policyManifests.notifiedTask("good", "selector: {matchLabels: {team: ml}}");
        for (String name : List.of("greedy-a", "greedy-b", "greedy-c")) {
            String rules = IntStream.range(0, 16)
                    .mapToObj(rule -> IntStream.range(0, 16)
                            .mapToObj(channel -> "{name: %s-%d-%d}".formatted(name, rule, channel))
                            .collect(Collectors.joining(", ", "    - channels: [", "]\n")))
                    .collect(Collectors.joining());
            String next = IntStream.range(0, 8)
                    .mapToObj(number -> "{template: %s-%d}".formatted(name, number))
                    .collect(Collectors.joining(", "));
            policyManifests.apply(
                    """
                    apiVersion: taskping.dev/v1alpha1
                    kind: NotifiedTask
                    metadata: {name: %s}
                    spec:
                      selector: {matchLabels: {team: ml}}
                      next: [%s]
                      notify:
                    %s"""
                            .formatted(name, next, rules));
        }
        watching("good");
        Map<String, String> labels = new HashMap<>(Map.of("team", "ml"));
        IntStream.range(0, 300).forEach(number -> labels.put("label-" + number, "x"));
        jobs.create("train", labels);

        jobs.complete("train");

        assertThat(end("train").data().route())
                .hasSize(EventLimits.ROUTES)
                .contains(new Route(new ChannelKey(namespace, "hook")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(warnings("Job", "train"))
                .anyMatch(text -> text.startsWith("EventTrimmed") && text.contains("257 of 769 channels")));
        assertThat(warnings("NotifiedTask", "greedy-a")).isNotEmpty();
    }

    @Test
    void whatTheRelayRejectsIsReportedWithoutDetailsOrSaidNotToBe() {
        policyManifests.notifiedTask("team", "selector: {matchLabels: {team: ml}}");
        watching("team");
        relay.reject(namespace, event -> !event.data().task().labels().isEmpty());
        jobs.create("train", Map.of("team", "ml"));
        jobs.fail("train");
        assertThat(end("train").data().outcome()).extracting(Outcome::result).isEqualTo(Result.FAILED);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(warnings("Job", "train"))
                .anyMatch(text -> text.startsWith("ReportedWithoutDetails")));

        relay.reject(namespace, event -> true);
        jobs.create("lost", Map.of("team", "ml"));
        jobs.fail("lost");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(warnings("NotifiedTask", "team"))
                .anyMatch(text -> text.startsWith("NotReported") && text.contains("data: is not accepted")));
        await().atMost(PATIENCE).untilAsserted(() -> {
            NotifiedTaskStatus status = KUBERNETES
                    .client()
                    .resources(NotifiedTask.class)
                    .inNamespace(namespace)
                    .withName("team")
                    .get()
                    .getStatus();
            assertThat(status.conditions()).anySatisfy(condition -> assertThat(condition.getMessage())
                    .contains("rejects the event of Job 'lost'", "data: is not accepted"));
            assertThat(status.undelivered()).isEqualTo(1);
        });
        relay.reject(namespace, event -> false);
    }

    private List<String> warnings(String kind, String name) {
        return KUBERNETES
                .client()
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", name)
                .list()
                .getItems()
                .stream()
                .filter(event -> event.getInvolvedObject().getKind().equals(kind))
                .map(event -> event.getReason() + ": " + event.getMessage())
                .toList();
    }

    @Test
    void eachChannelIsNotifiedOnceAndForeignOnesOnlyIfTheyAllowIt() {
        String foreign = KUBERNETES.createNamespace("foreign");
        PolicyManifests there = new PolicyManifests(KUBERNETES.client(), foreign);
        there.webhookChannel("closed");
        there.webhookChannel("open", namespace);
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: NotifiedTask
                metadata: {name: many}
                spec:
                  jobRef: {name: train}
                  notify:
                    - channels: [{name: hook}, {name: open, namespace: %1$s}, {name: closed, namespace: %1$s}]
                    - events: [Succeeded]
                      channels: [{name: hook}]
                    - events: [Failed]
                      channels: [{name: hook}]
                """
                        .formatted(foreign));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(policyManifests.ready(NotifiedTask.class, "many"))
                .startsWith("False ChannelNotAllowed")
                .contains(foreign + "/closed")
                .contains("allowedNamespaces"));
        jobs.create("train", Map.of());

        jobs.complete("train");

        assertThat(end("train").data().route())
                .isEqualTo(List.of(
                        new Route(new ChannelKey(namespace, "hook")), new Route(new ChannelKey(foreign, "open"))));
    }
}
