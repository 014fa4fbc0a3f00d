package dev.taskping.chaos.reply;

import dev.taskping.chaos.work.RowManifests;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.testkit.testbed.TestBed;
import java.util.List;

/** A namespace whose Jobs are reported by webhook, and where replies may launch {@code evaluate}. */
final class ReplyNamespace {

    private ReplyNamespace() {}

    /** Sets it up and waits until the template can be launched. */
    static void set(TestBed testBed, String namespace) {
        String manifest =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: hook, annotations: {taskping.dev/channels: webhook@127.0.0.1}}
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
        RowManifests.awaitReady(
                testBed.client(),
                namespace,
                LaunchTemplate.class,
                "evaluate",
                template -> template.getStatus() == null
                        ? List.of()
                        : template.getStatus().conditions());
    }
}
