package dev.taskping.chaos;

import dev.taskping.chaos.verdict.Mailbag;
import dev.taskping.chaos.verdict.Receipt;
import dev.taskping.chaos.work.Manifests;
import dev.taskping.crds.NotifiedTask;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.stand.Stand;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A namespace with a NotifiedTask that tells three channels of every Job's end. Every row has its own, with a chat and a
 * mail address of its own, so that rows can share a stand.
 */
final class Scene {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Stand stand;
    private final String namespace;
    private final Person person;

    private Scene(Stand stand, String namespace, long chat) {
        this.stand = stand;
        this.namespace = namespace;
        this.person = new Person(chat, "Mia");
    }

    /** Sets it up and waits until the operator is ready for it. */
    static Scene set(Stand stand, String namespace, long chat) {
        Scene scene = new Scene(stand, namespace, chat);
        stand.telegram().say(scene.person, "hello"); // a bot cannot begin a conversation
        scene.apply();
        Awaitility.await("the NotifiedTask in " + namespace + " to be ready")
                .atMost(PATIENCE)
                .until(scene::isReady);
        return scene;
    }

    private void apply() {
        String manifest =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: hook}
                stringData: {signingSecret: "%s"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: bot}
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
                                stand.webhook().secret(),
                                stand.telegram().token(),
                                stand.providers().webhook(),
                                person.id(),
                                stand.providers().telegram(),
                                stand.providers().smtpPort(),
                                address());
        Manifests.create(stand.client(), namespace, manifest);
    }

    private boolean isReady() {
        NotifiedTask task = stand.client()
                .resources(NotifiedTask.class)
                .inNamespace(namespace)
                .withName("all")
                .get();
        return task.getStatus() != null
                && task.getStatus().conditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    String namespace() {
        return namespace;
    }

    private String address() {
        return namespace + "@example.com";
    }

    /** Everything that providers took for this scene and that tells of a Job's end. */
    List<Receipt> receipts() {
        Stream<Receipt> hooks = stand.webhook().accepted().stream().flatMap(Mailbag::read);
        Stream<Receipt> chat = stand.telegram().fromBot(person.id()).stream().flatMap(Mailbag::read);
        Stream<Receipt> mail = stand.mail().messages().stream()
                .filter(message -> message.to().contains(address()))
                .flatMap(Mailbag::read);
        return Stream.of(hooks, chat, mail)
                .flatMap(receipts -> receipts)
                .filter(receipt -> receipt.job().startsWith(namespace))
                .toList();
    }
}
