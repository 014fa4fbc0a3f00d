package dev.taskping.chaos.reply;

import dev.taskping.chaos.work.RowManifests;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.testkit.testbed.TestBed;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A namespace whose Jobs are told of by webhook, and after each of which {@code evaluate} may be launched. */
final class ReplyNamespace {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private ReplyNamespace() {}

    /** Sets it up and waits until the template can be launched. */
    static void set(TestBed testBed, String namespace) {
        String manifest =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: hook}
                stringData: {signingSecret: "%s"}
                ---
                apiVersion: taskping.dev/v1alpha1
                kind: NotificationChannel
                metadata: {name: hook}
                spec: {type: webhook, secretRef: {name: hook}, webhook: {url: "%s", replies: any}}
                ---
                apiVersion: taskping.dev/v1alpha1
                kind: LaunchTemplate
                metadata: {name: evaluate}
                spec:
                  parameters: [{name: number, type: integer, minimum: 0}]
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: evaluate, image: example.com/evaluate, args: ["$(params.number)"]}]
                ---
                apiVersion: taskping.dev/v1alpha1
                kind: NotifiedTask
                metadata: {name: all}
                spec:
                  selector: {matchLabels: {taskping.dev/chaos: "true"}}
                  notify: [{channels: [{name: hook}]}]
                  next: [{template: evaluate, parameters: {number: "0"}}]
                """
                        .formatted(
                                testBed.webhook().secret(), testBed.providers().webhook());
        RowManifests.create(testBed.client(), namespace, manifest);
        Awaitility.await("the template in " + namespace + " to be ready")
                .atMost(PATIENCE)
                .until(() -> isReady(testBed, namespace));
    }

    private static boolean isReady(TestBed testBed, String namespace) {
        LaunchTemplate template = testBed.client()
                .resources(LaunchTemplate.class)
                .inNamespace(namespace)
                .withName("evaluate")
                .get();
        return template.getStatus() != null
                && template.getStatus().conditions().stream()
                        .anyMatch(condition -> "True".equals(condition.getStatus()));
    }
}
