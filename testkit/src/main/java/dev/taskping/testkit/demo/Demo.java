package dev.taskping.testkit.demo;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.testkit.cluster.ClusterException;
import dev.taskping.testkit.cluster.DevelopmentCluster;
import dev.taskping.testkit.installation.Diagnosis;
import dev.taskping.testkit.installation.Installation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The main loop on a real cluster: a Job ends, its owner is told, answers, and the answer becomes one new Job. Ends with exit
 * code 0 only if all of it happened. The cluster is up and holds the images when this begins.
 */
public final class Demo {

    private static final String NAMESPACE = "taskping-demo";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Narrator narrator = new Narrator(System.out, 8);
    private final DevelopmentCluster cluster;
    private final Messenger messenger;

    private Demo(DevelopmentCluster cluster, Messenger messenger) {
        this.cluster = cluster;
        this.messenger = messenger;
    }

    /** {@code Demo CLUSTER}; the environment variable TELEGRAM_BOT_TOKEN replaces the simulated Telegram by the real one. */
    public static void main(String[] arguments) {
        DevelopmentCluster cluster = DevelopmentCluster.existing(arguments[0]);
        String token = System.getenv("TELEGRAM_BOT_TOKEN");
        Demo demo =
                new Demo(cluster, token == null || token.isBlank() ? new SimulatedTelegram() : new RealTelegram(token));
        try {
            demo.run();
        } catch (ConditionTimeoutException | IllegalStateException | ClusterException e) {
            System.out.printf(
                    "%nThe demo failed at step %d: %s%n%n%s%n",
                    demo.narrator.current(), e.getMessage(), Diagnosis.of(cluster, NAMESPACE));
            System.exit(1);
        }
        System.exit(0);
    }

    private void run() {
        narrator.step("Install TaskPing with its chart, and something to receive messages");
        try (Installation installation = Installation.install(cluster, NAMESPACE)) {
            startOver(installation.client());
            narrator.tell(cluster.run(
                    List.of("kubectl", "get", "pods", "-A", "--field-selector=metadata.namespace!=kube-system")));
            tellTheLoop(installation);
        }
    }

    private void tellTheLoop(Installation installation) {
        KubernetesClient client = installation.client();
        narrator.step("Apply samples/quickstart: three channels, an approved template, a NotifiedTask");
        installation.apply(cluster.repository().resolve("samples/quickstart/1-channels.yaml"));
        installation.apply(cluster.repository().resolve("samples/quickstart/2-templates.yaml"));
        messenger.prepare(installation);
        installation.awaitChannel("mail", "Verified");
        installation.awaitChannel("dashboard", "Verified");

        narrator.step("Mia pairs her phone, once");
        messenger.pair(installation, narrator);
        installation.apply(cluster.repository().resolve("samples/quickstart/3-notifiedtask.yaml"));
        narrator.tell(kubectl("get", "nch,lt,nt"));

        narrator.step("A training Job runs on the node; this is its log");
        installation.apply(cluster.repository().resolve("samples/quickstart/4-job.yaml"));
        followLog(client, "train-llm");

        narrator.step("It ended, and Mia is told");
        messenger.awaitMessage(installation, "train-llm");
        await("the e-mail about train-llm", () -> installation.phone().mails().anyMatch(mail -> mail.path("subject")
                .asText()
                .contains("train-llm")));
        await("the webhook about train-llm", () -> installation
                .phone()
                .webhookEvents()
                .anyMatch(event -> event.at("/data/task/name").asText().equals("train-llm")));
        narrator.tellNew(installation.phone().transcript());

        narrator.step("From the subway, Mia answers: launch next");
        messenger.answer(installation, narrator, "train-llm");
        Launch launch = theOnlyLaunch(client);
        narrator.tell(kubectl("get", "launches"));

        narrator.step("Her answer became exactly one Job, made from the approved template");
        String job = Objects.requireNonNull(launch.getStatus().jobRef()).name();
        followLog(client, job);
        List<Job> launched = client.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withLabel(WellKnownNames.LAUNCH_LABEL, launch.getMetadata().getName())
                .list()
                .getItems();
        if (launched.size() != 1) {
            throw new IllegalStateException("One answer became " + launched.size() + " Jobs");
        }
        narrator.tell(kubectl("get", "jobs"));

        narrator.step("And when that Job ended, Mia was told again");
        messenger.awaitMessage(installation, job);
        await("the Launch to say Succeeded", () -> phase(theOnlyLaunch(client)) == LaunchStatus.Phase.SUCCEEDED);
        narrator.tellNew(installation.phone().transcript());
        narrator.tell(kubectl("get", "launches,nt"));

        narrator.end("The whole loop happened. It is all still there to look at:");
        System.out.println(NextSteps.to(cluster, NAMESPACE));
    }

    /** The demo can be told again on the same cluster: what an earlier telling left is removed first. */
    private static void startOver(KubernetesClient client) {
        client.resources(Launch.class).inNamespace(NAMESPACE).delete();
        client.batch().v1().jobs().inNamespace(NAMESPACE).delete();
        await("what is left of an earlier demo to be gone", () -> client.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .isEmpty());
    }

    private void followLog(KubernetesClient client, String job) {
        String pod = Awaitility.await("a pod of Job " + job + " to run")
                .atMost(PATIENCE)
                .until(
                        () -> client
                                .pods()
                                .inNamespace(NAMESPACE)
                                .withLabel("batch.kubernetes.io/job-name", job)
                                .list()
                                .getItems()
                                .stream()
                                .filter(candidate ->
                                        !"Pending".equals(candidate.getStatus().getPhase()))
                                .map(candidate -> candidate.getMetadata().getName())
                                .findFirst()
                                .orElse(""),
                        name -> !name.isEmpty());
        try (LogWatch log =
                client.pods().inNamespace(NAMESPACE).withName(pod).watchLog(new IndentedOutput(System.out))) {
            await(
                    "Job " + job + " to end", () -> client
                            .batch()
                            .v1()
                            .jobs()
                            .inNamespace(NAMESPACE)
                            .withName(job)
                            .require()
                            .getStatus()
                            .getConditions()
                            .stream()
                            .anyMatch(condition -> List.of("Complete", "Failed").contains(condition.getType())));
        }
    }

    private Launch theOnlyLaunch(KubernetesClient client) {
        await("the Launch to have a Job", () -> launches(client).stream()
                .anyMatch(launch ->
                        launch.getStatus() != null && launch.getStatus().jobRef() != null));
        if (launches(client).size() != 1) {
            throw new IllegalStateException(
                    "One answer became " + launches(client).size() + " Launches");
        }
        return launches(client).getFirst();
    }

    private static List<Launch> launches(KubernetesClient client) {
        return client.resources(Launch.class).inNamespace(NAMESPACE).list().getItems();
    }

    private static LaunchStatus.@Nullable Phase phase(Launch launch) {
        return launch.getStatus().phase();
    }

    private String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "-n", NAMESPACE));
        command.addAll(List.of(arguments));
        return cluster.run(command);
    }

    private static boolean isWithoutAnswer(Throwable thrown) {
        Throwable fault =
                thrown instanceof ResourceNotFoundException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return fault instanceof KubernetesClientException refused && refused.getCode() == 0;
    }

    /** Asks again where a connection broke: the end of a log that is followed takes its connection with it. */
    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(Demo::isWithoutAnswer)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
