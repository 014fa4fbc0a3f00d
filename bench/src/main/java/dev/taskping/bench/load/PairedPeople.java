package dev.taskping.bench.load;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelStatus.PairingOffer;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.testbed.TestBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** People with Telegram, each paired with a channel of their own in one namespace. */
public final class PairedPeople {

    private static final long FIRST_CHAT = 7_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestBed testBed;
    private final String namespace;
    private final List<Person> people;

    /**
     * One press of a button.
     *
     * @param person by whom
     * @param job the name of the Job that the message tells of
     */
    public record Press(String person, String job) {}

    private PairedPeople(TestBed testBed, String namespace, int count) {
        this.testBed = testBed;
        this.namespace = namespace;
        this.people = IntStream.range(0, count)
                .mapToObj(number -> new Person(FIRST_CHAT + number, "person-" + number))
                .toList();
    }

    /** Makes the channels and pairs the people. */
    public static PairedPeople pair(TestBed testBed, String namespace, int count) {
        PairedPeople pairedPeople = new PairedPeople(testBed, namespace, count);
        pairedPeople.people.forEach(pairedPeople::addChannel);
        pairedPeople.people.forEach(pairedPeople::pair);
        return pairedPeople;
    }

    /** The names of the channels, and of the people. */
    public List<String> names() {
        return people.stream().map(Person::name).toList();
    }

    private void addChannel(Person person) {
        testBed.client()
                .resource(
                        """
                        apiVersion: taskping.dev/v1alpha1
                        kind: NotificationChannel
                        metadata: {name: %1$s, namespace: %2$s}
                        spec:
                          type: telegram
                          secretRef: {name: bot}
                          telegram: {apiUrl: "%3$s"}
                          people: [{name: %1$s, role: launcher}]
                        """
                                .formatted(
                                        person.name(),
                                        namespace,
                                        testBed.providers().telegram()))
                .create();
    }

    private void pair(Person person) {
        String code = Awaitility.await("a pairing code for " + person.name())
                .atMost(PATIENCE)
                .until(() -> offers(person), offers -> !offers.isEmpty())
                .getFirst()
                .code();
        testBed.telegram().say(person, "/start " + code);
        Awaitility.await(person.name() + " to be paired")
                .atMost(PATIENCE)
                .until(() -> testBed.telegram().fromBot(person.id()).stream()
                        .anyMatch(message -> message.text().contains("paired")));
    }

    private List<PairingOffer> offers(Person person) {
        KubernetesClient client = testBed.client();
        NotificationChannel channel = client.resources(NotificationChannel.class)
                .inNamespace(namespace)
                .withName(person.name())
                .get();
        return channel.getStatus() == null ? List.of() : channel.getStatus().pairing();
    }

    /** Waits until everybody has the message that tells of the Job. */
    public void awaitMessages(String job) {
        Awaitility.await("messages of " + job)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> people.stream()
                        .allMatch(person -> message(person, job).findAny().isPresent()));
    }

    /** Everybody presses the first button below the message that tells of the Job, one after the other. */
    public Map<Press, Long> pressAll(String job, Duration pause) throws InterruptedException {
        Map<Press, Long> pressed = new ConcurrentHashMap<>();
        for (Person person : people) {
            ChatMessage message = message(person, job).findFirst().orElseThrow();
            pressed.put(new Press(person.name(), job), System.nanoTime());
            testBed.telegram()
                    .press(
                            person.id(),
                            person,
                            message.id(),
                            message.buttonLabels().getFirst());
            Thread.sleep(pause);
        }
        return pressed;
    }

    private Stream<ChatMessage> message(Person person, String job) {
        return testBed.telegram().fromBot(person.id()).stream()
                .filter(message -> message.text().contains(job + " ")
                        && !message.buttonLabels().isEmpty());
    }
}
