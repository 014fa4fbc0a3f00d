package dev.taskping.relay.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference of metrics names each that is served, with its labels, and none that is not. */
@QuarkusTest
class MetricsReferenceIT {

    private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");
    private static final Pattern TOLD = Pattern.compile("\\| `(taskping_[a-z_]+)(?:\\{([a-z,]+)})?`");
    private static final Pattern SERVED =
            Pattern.compile("(?m)^(taskping_[a-z_]+?)(?:_bucket|_sum|_count|_max)?(?:\\{(.*?)})? ");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final Set<String> OF_HISTOGRAMS = Set.of("le");

    private static final TestCluster LAB = TestCluster.LAB;

    @Inject
    PrometheusMeterRegistry registry;

    @Test
    void everyMetricIsDocumentedAndNoLabelIsAName() throws IOException {
        String channel = "noor-" + UUID.randomUUID();
        try (WebhookSink sink = WebhookSink.start()) {
            LAB.register("ml", channel, sink);
            LAB.send(LAB.succeeded(UUID.randomUUID().toString(), channel)).statusCode(200);
            await().until(() -> sink.accepted().size() == 1);
            await().until(() -> registry.scrape().contains("taskping_delivery_latency_seconds_count"));
        }
        String scraped = registry.scrape();

        assertThat(told()).containsAll(served(scraped));
        assertThat(served(scraped))
                .containsAll(told().stream()
                        .filter(metric -> metric.contains("{channel"))
                        .toList());
        assertThat(scraped.lines().filter(line -> line.startsWith("taskping_")))
                .noneMatch(line -> line.contains("noor"));
    }

    private static Set<String> told() throws IOException {
        return TOLD.matcher(Files.readString(REFERENCE))
                .results()
                .map(row ->
                        row.group(1) + labels(Optional.ofNullable(row.group(2)).orElse("")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> served(String scraped) {
        return SERVED.matcher(scraped)
                .results()
                .map(series -> series.group(1) + labels(names(series)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String names(MatchResult series) {
        return LABEL.matcher(Optional.ofNullable(series.group(2)).orElse(""))
                .results()
                .map(label -> label.group(1))
                .filter(label -> !OF_HISTOGRAMS.contains(label))
                .collect(Collectors.joining(","));
    }

    private static String labels(String names) {
        return names.isEmpty() ? "" : "{" + names + "}";
    }
}
