package dev.taskping.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjDoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often the API server was asked for what, by its own counter {@code apiserver_request_total}. Watches and requests
 * outside of its resources are left out.
 */
public final class RequestCounts {

    private static final Pattern LINE = Pattern.compile("apiserver_request_total\\{(.*)\\} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final double LEAST = 0.5;

    private final Map<Request, Double> counts;

    private RequestCounts(Map<Request, Double> counts) {
        this.counts = counts;
    }

    /** What a request does. */
    public enum Kind {
        READ,
        WRITE
    }

    /**
     * What is asked for.
     *
     * @param verb as the API server counts it: GET, LIST, POST, PUT, PATCH, APPLY, DELETE
     * @param resource such as {@code pods} or {@code pods/log}
     */
    public record Request(String verb, String resource) implements Comparable<Request> {

        Kind kind() {
            return Set.of("GET", "LIST", "CONNECT").contains(verb) ? Kind.READ : Kind.WRITE;
        }

        @Override
        public int compareTo(Request other) {
            int byResource = resource.compareTo(other.resource);
            return byResource != 0 ? byResource : verb.compareTo(other.verb);
        }
    }

    /** Up to now. */
    public static RequestCounts of(KubernetesClient client) {
        return parse(Objects.requireNonNull(client.raw("/metrics"), "The API server has no metrics"));
    }

    static RequestCounts parse(String metrics) {
        Map<Request, Double> counts = new TreeMap<>();
        for (String line : metrics.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                Map<String, String> labels = new TreeMap<>();
                LABEL.matcher(matcher.group(1)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
                String subresource = labels.getOrDefault("subresource", "");
                String resource =
                        labels.getOrDefault("resource", "") + (subresource.isEmpty() ? "" : "/" + subresource);
                String verb = labels.getOrDefault("verb", "");
                if (!resource.isEmpty() && !resource.startsWith("/") && !verb.equals("WATCH")) {
                    counts.merge(new Request(verb, resource), Double.parseDouble(matcher.group(2)), Double::sum);
                }
            }
        }
        return new RequestCounts(counts);
    }

    /** Less what others had asked, times a factor; what is left of less than one request is rounding and left out. */
    public RequestCounts minus(RequestCounts others, double factor) {
        Map<Request, Double> left = new TreeMap<>();
        counts.forEach((request, count) -> {
            double rest = count - factor * others.counts.getOrDefault(request, 0.0);
            if (rest >= LEAST) {
                left.put(request, rest);
            }
        });
        return new RequestCounts(left);
    }

    /** Less so many of one kind. */
    public RequestCounts without(String verb, String resource, int number) {
        return minus(new RequestCounts(Map.of(new Request(verb, resource), (double) number)), 1);
    }

    /** All of a kind, but not for these resources. */
    public double total(Kind kind, Set<String> exceptResources) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind
                        && !exceptResources.contains(entry.getKey().resource()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Every request in turn. */
    public void each(ObjDoubleConsumer<Request> action) {
        counts.forEach(action::accept);
    }
}
