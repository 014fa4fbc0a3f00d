package dev.taskping.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/** The API server's own metrics, in Prometheus' text format, at one moment. */
record Metrics(List<String> lines) {

    static Metrics of(KubernetesClient client) {
        return new Metrics(client.raw("/metrics").lines().toList());
    }

    /** The sum over all series of that name with these labels. */
    double sum(String name, Map<String, String> labels) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> labels.entrySet().stream()
                        .allMatch(label -> line.contains(label.getKey() + "=\"" + label.getValue() + "\"")))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
