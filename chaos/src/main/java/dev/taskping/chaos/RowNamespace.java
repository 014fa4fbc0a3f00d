package dev.taskping.chaos;

import dev.taskping.chaos.verdict.Receipt;
import dev.taskping.chaos.verdict.ReceivedMessages;
import dev.taskping.chaos.work.RowManifests;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.testbed.TestBed;
import java.util.List;
import java.util.stream.Stream;

/**
 * A namespace with a NotifiedTask that reports every Job's end to three channels. Each row has its own, with its own chat and
 * mail address, so that rows can share a test bed.
 */
final class RowNamespace {

    private final TestBed testBed;
    private final String namespace;
    private final Person person;

    private RowNamespace(TestBed testBed, String namespace, long chat) {
        this.testBed = testBed;
        this.namespace = namespace;
        this.person = new Person(chat, "Mia");
    }

    /** Sets it up and waits until the operator is ready for it. */
    static RowNamespace set(TestBed testBed, String namespace, long chat) {
        RowNamespace rowNamespace = new RowNamespace(testBed, namespace, chat);
        testBed.telegram().say(rowNamespace.person, "hello"); // a bot cannot begin a conversation
        rowNamespace.apply();
        RowManifests.awaitReady(
                testBed.client(),
                namespace,
                NotifiedTask.class,
                "all",
                task -> task.getStatus() == null ? List.of() : task.getStatus().conditions());
        return rowNamespace;
    }

    private void apply() {
        String manifest =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: hook, annotations: {taskping.dev/channels: webhook@127.0.0.1}}
                stringData: {signingSecret: "%s"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: bot, annotations: {taskping.dev/channels: telegram@127.0.0.1}}
                stringData: {botToken: "%s"}
                ---
                apiVersion: taskping.dev/v1alpha1
                kind: NotificationChannel
                metadata: {name: hook}
                spec: {type: webhook, secretRef: {name: hook}, webhook: {url: "%s"}}
                ---
                apiVersion: taskping.dev/v1alpha1
                kind: NotificationChannel
                metadata: {name: chat}
                spec: {type: telegram, secretRef: {name: bot}, telegram: {chatId: %d, apiUrl: "%s"}}
                ---
                apiVersion: taskping.dev/v1alpha1
                kind: NotificationChannel
                metadata: {name: mail}
                spec:
                  type: email
                  email: {host: 127.0.0.1, port: %d, security: NONE, from: taskping@example.com, to: ["%s"]}
                ---
                apiVersion: taskping.dev/v1alpha1
                kind: NotifiedTask
                metadata: {name: all}
                spec:
                  selector: {matchLabels: {taskping.dev/chaos: "true"}}
                  notify: [{channels: [{name: hook}, {name: chat}, {name: mail}]}]
                """
                        .formatted(
                                testBed.webhook().secret(),
                                testBed.telegram().token(),
                                testBed.providers().webhook(),
                                person.id(),
                                testBed.providers().telegram(),
                                testBed.providers().smtpPort(),
                                address());
        RowManifests.create(testBed.client(), namespace, manifest);
    }

    String namespace() {
        return namespace;
    }

    private String address() {
        return namespace + "@example.com";
    }

    /** Everything that providers took for this scene and that tells of a Job's end. */
    List<Receipt> receipts() {
        Stream<Receipt> hooks = testBed.webhook().accepted().stream().flatMap(ReceivedMessages::read);
        Stream<Receipt> chat = testBed.telegram().fromBot(person.id()).stream().flatMap(ReceivedMessages::read);
        Stream<Receipt> mail = testBed.mail().messages().stream()
                .filter(message -> message.to().contains(address()))
                .flatMap(ReceivedMessages::read);
        return Stream.of(hooks, chat, mail)
                .flatMap(receipts -> receipts)
                .filter(receipt -> receipt.job().startsWith(namespace))
                .toList();
    }
}
