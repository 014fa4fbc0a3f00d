package dev.taskping.operator.task.observation;

import dev.taskping.operator.relay.Backoff;
import dev.taskping.operator.task.observation.Observation.LogSource;
import dev.taskping.protocol.event.LogExcerpt;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Reads the end of a container's log from the API server.
 *
 * <p>The API's {@code limitBytes} cuts the end off, not the beginning, so lines are asked for and their end is kept. The
 * client's own log method is not used: it lists and watches the pod first.
 */
@ApplicationScoped
class LogReader {

    private static final Logger LOG = Logger.getLogger(LogReader.class);
    private static final long TIMEOUT_SECONDS = 10;
    /** A connection that the API server closes while we use it is no reason to tell a result without its log. */
    private static final int ATTEMPTS = 3;
    /** More than this is not read for a few KiB of text; it takes lines that are very long, such as progress bars. */
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** The API server has answered: the pod, its node or our right is missing, and asking again would not change that. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int code;

        private RefusedException(int code) {
            this.code = code;
        }
    }

    private final KubernetesClient client;

    LogReader(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Reads with one request, two if the lines are very long.
     *
     * @return empty if there is no log, or it cannot be read now: a result is told without it rather than late
     */
    Optional<LogExcerpt> tail(String namespace, LogSource source, int limit) {
        String fault = "";
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                try {
                    return Optional.of(tailOnce(namespace, source, limit));
                } catch (ExecutionException e) {
                    fault = String.valueOf(e.getMessage());
                    if (attempt < ATTEMPTS) {
                        Thread.sleep(BACKOFF.after(attempt).toMillis());
                    }
                }
            }
        } catch (RefusedException e) {
            fault = "the API server answered " + e.code;
        } catch (TimeoutException e) {
            fault = "no answer within " + TIMEOUT_SECONDS + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fault = "the operator is stopping";
        }
        LOG.infof("No log of container %s of pod %s/%s: %s", source.container(), namespace, source.pod(), fault);
        return Optional.empty();
    }

    private LogExcerpt tailOnce(String namespace, LogSource source, int limit)
            throws InterruptedException, ExecutionException, TimeoutException, RefusedException {
        int lines = Math.max(200, limit / 8);
        RingOfBytes ring = new RingOfBytes(4 * limit + 4096);
        if (!read(namespace, source, lines, ring)) {
            // The container runtime splits lines at 16 KiB: this many cannot be too much.
            lines = limit / 4096 + 4;
            ring = new RingOfBytes(4 * limit + 4096);
            read(namespace, source, lines, ring);
        }
        boolean cut = ring.overflowed() || ring.lines() > lines;
        return LogTail.of(ring.end(), cut, limit);
    }

    /**
     * Whether it was read to its end. Not through an input stream: the client ends each by resetting its connection, even
     * one that serves somebody else by then (seen with kubernetes-client 7.4.0 on Vert.x).
     */
    private boolean read(String namespace, LogSource source, int lines, RingOfBytes ring)
            throws InterruptedException, ExecutionException, TimeoutException, RefusedException {
        String uri = client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods/" + source.pod()
                + "/log?container=" + source.container() + "&tailLines=" + (lines + 1);
        HttpRequest request =
                client.getHttpClient().newHttpRequestBuilder().uri(uri).build();
        HttpResponse<AsyncBody> response = client.getHttpClient()
                .consumeBytes(request, (chunks, body) -> take(chunks, body, ring))
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        AsyncBody body = response.body();
        body.consume();
        try {
            body.done().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (CancellationException e) {
            return false;
        } catch (TimeoutException e) {
            body.cancel();
            throw e;
        }
        if (!response.isSuccessful()) {
            throw new RefusedException(response.code());
        }
        return true;
    }

    private static void take(List<ByteBuffer> chunks, AsyncBody body, RingOfBytes ring) {
        chunks.forEach(ring::add);
        if (ring.read() < MOST_BYTES) {
            body.consume();
        } else {
            body.cancel();
        }
    }
}
