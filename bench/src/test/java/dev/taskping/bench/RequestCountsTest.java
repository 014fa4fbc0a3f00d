package dev.taskping.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.bench.RequestCounts.Kind;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestCountsTest {

    private static final String METRICS =
            """
            # TYPE apiserver_request_total counter
            apiserver_request_total{code="200",component="apiserver",group="",resource="pods",scope="namespace",subresource="",verb="LIST",version="v1"} 7
            apiserver_request_total{code="404",component="apiserver",group="",resource="pods",scope="resource",subresource="log",verb="CONNECT",version="v1"} 2
            apiserver_request_total{code="200",component="apiserver",group="",resource="pods",scope="resource",subresource="log",verb="CONNECT",version="v1"} 3
            apiserver_request_total{code="200",component="apiserver",group="batch",resource="jobs",scope="resource",subresource="status",verb="PATCH",version="v1"} 9
            apiserver_request_total{code="0",component="apiserver",group="batch",resource="jobs",scope="cluster",subresource="",verb="WATCH",version="v1"} 4
            apiserver_request_total{code="200",component="",group="",resource="",scope="",subresource="/readyz",verb="GET",version=""} 11
            apiserver_request_duration_seconds_count{verb="LIST"} 99
            """;

    private static Map<String, Double> table(RequestCounts counts) {
        Map<String, Double> table = new TreeMap<>();
        counts.each((request, number) -> table.put(request.verb() + " " + request.resource(), number));
        return table;
    }

    @Test
    void requestsAreCountedByVerbAndResourceWithoutWatches() {
        assertThat(table(RequestCounts.parse(METRICS)))
                .isEqualTo(Map.of("LIST pods", 7.0, "CONNECT pods/log", 5.0, "PATCH jobs/status", 9.0));
    }

    @Test
    void earlierRequestsAreNotCounted() {
        RequestCounts counts = RequestCounts.parse(METRICS);
        assertThat(table(counts.without("PATCH", "jobs/status", 9)))
                .isEqualTo(Map.of("LIST pods", 7.0, "CONNECT pods/log", 5.0));
        assertThat(table(counts.minus(counts, 0.5)))
                .isEqualTo(Map.of("LIST pods", 3.5, "CONNECT pods/log", 2.5, "PATCH jobs/status", 4.5));
        assertThat(table(counts.minus(counts, 1))).isEmpty();
    }

    @Test
    void readsAndWritesAreCountedApart() {
        RequestCounts counts = RequestCounts.parse(METRICS);
        assertThat(counts.total(Kind.READ, Set.of())).isEqualTo(12);
        assertThat(counts.total(Kind.WRITE, Set.of())).isEqualTo(9);
        assertThat(counts.total(Kind.WRITE, Set.of("jobs/status"))).isZero();
    }
}
