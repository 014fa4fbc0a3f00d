package dev.taskping.operator.podlog;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.time.ExponentialBackoff;
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
 * <p>The API's {@code limitBytes} cuts off the end, not the beginning. Therefore the reader asks for lines and keeps the last
 * bytes. It does not use the client's own log method, which lists and watches the pod first.
 */
@ApplicationScoped
public class LogReader {

    private static final Logger LOG = Logger.getLogger(LogReader.class);
    private static final long TIMEOUT_SECONDS = 10;
    /** The API server may close a connection while it is used; that must not cost a result its log. */
    private static final int ATTEMPTS = 3;
    /** The most bytes read for a few KiB of text; only very long lines, such as progress bars, take more. */
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** The API server refused: the pod, its node or a permission is missing, and another attempt would not help. */
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
     * Reads the end of a log with one request, or two if the lines are very long.
     *
     * @param limit the most bytes to return
     * @return empty if there is no log or it cannot be read now: reporting a result early matters more than its log
     */
    public Optional<LogExcerpt> tail(String namespace, LogSource source, int limit) {
        String fault = "";
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                try {
                    return Optional.of(tailOnce(namespace, source, limit));
                } catch (ExecutionException e) {
                    fault = String.valueOf(e.getMessage());
                    if (attempt < ATTEMPTS) {
                        BACKOFF.sleep(attempt);
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
        LOG.infof(
                "Cannot read the log of container %s in pod %s/%s: %s",
                source.container(), namespace, source.pod(), fault);
        return Optional.empty();
    }

    private LogExcerpt tailOnce(String namespace, LogSource source, int limit)
            throws InterruptedException, ExecutionException, TimeoutException, RefusedException {
        int lines = Math.max(200, limit / 8);
        ByteRingBuffer buffer = new ByteRingBuffer(4 * limit + 4096);
        if (!read(namespace, source, lines, buffer)) {
            // The container runtime splits lines at 16 KiB, so that this many lines are not too many bytes.
            lines = limit / 4096 + 4;
            buffer = new ByteRingBuffer(4 * limit + 4096);
            read(namespace, source, lines, buffer);
        }
        boolean cut = buffer.overflowed() || buffer.lines() > lines;
        return LogTail.of(buffer.end(), cut, limit);
    }

    /**
     * Reads into the buffer. Does not use an input stream: the client closes it by resetting its connection, even one that serves
     * another request by then (seen with kubernetes-client 7.4.0 on Vert.x).
     *
     * @return whether it read the whole answer
     */
    private boolean read(String namespace, LogSource source, int lines, ByteRingBuffer buffer)
            throws InterruptedException, ExecutionException, TimeoutException, RefusedException {
        String uri = client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods/" + source.pod()
                + "/log?container=" + source.container() + "&tailLines=" + (lines + 1);
        HttpRequest request =
                client.getHttpClient().newHttpRequestBuilder().uri(uri).build();
        HttpResponse<AsyncBody> response = client.getHttpClient()
                .consumeBytes(request, (chunks, body) -> take(chunks, body, buffer))
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

    private static void take(List<ByteBuffer> chunks, AsyncBody body, ByteRingBuffer buffer) {
        chunks.forEach(buffer::add);
        if (buffer.read() < MOST_BYTES) {
            body.consume();
        } else {
            body.cancel();
        }
    }
}
