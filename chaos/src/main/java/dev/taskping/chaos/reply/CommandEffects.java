package dev.taskping.chaos.reply;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the cluster made of commands. */
final class CommandEffects {

    private final KubernetesClient client;
    private final String namespace;

    CommandEffects(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** How many Launches have become a Job or were rejected. */
    long decided() {
        return launches().stream()
                .map(Launch::getStatus)
                .filter(Objects::nonNull)
                .map(LaunchStatus::phase)
                .filter(phase -> phase != null && phase != LaunchStatus.Phase.PENDING)
                .count();
    }

    /**
     * Compares, one to one.
     *
     * @param accepted by the Job that was answered, the command it became
     */
    ReplyReport compare(long seed, Map<String, String> accepted, boolean settled) {
        List<String> faults = new ArrayList<>();
        Map<String, List<Launch>> launches =
                launches().stream().collect(Collectors.groupingBy(CommandEffects::command));
        List<Job> jobs = client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(WellKnownNames.LAUNCH_LABEL)
                .list()
                .getItems();
        Map<String, List<Job>> jobsOfLaunch = jobs.stream()
                .collect(Collectors.groupingBy(
                        job -> job.getMetadata().getLabels().get(WellKnownNames.LAUNCH_LABEL)));
        accepted.forEach((answered, command) -> {
            List<Launch> made = launches.getOrDefault(command, List.of());
            if (made.size() != 1) {
                faults.add("command " + command + " became " + made.size() + " Launches");
                return;
            }
            String launch = made.getFirst().getMetadata().getName();
            int count = jobsOfLaunch.getOrDefault(launch, List.of()).size();
            if (count != 1) {
                faults.add("Launch " + launch + " became " + count + " Jobs");
            }
        });
        launches.keySet().stream()
                .filter(command -> !accepted.containsValue(command))
                .forEach(command -> faults.add("a Launch was made for " + command + ", which nobody was told of"));
        return new ReplyReport(
                seed,
                accepted.size(),
                launches.values().stream().mapToInt(List::size).sum(),
                jobs.size(),
                settled,
                faults);
    }

    private List<Launch> launches() {
        return client.resources(Launch.class).inNamespace(namespace).list().getItems();
    }

    private static String command(Launch launch) {
        return String.valueOf(Objects.requireNonNull(launch.getSpec().cause()).commandId());
    }
}
