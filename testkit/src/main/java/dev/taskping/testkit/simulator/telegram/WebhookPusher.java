package dev.taskping.testkit.simulator.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.time.ExponentialBackoff;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Pushes updates to a bot's webhook, one after another, each until it is answered with 2xx. */
final class WebhookPusher implements AutoCloseable {

    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI url;
    private final @Nullable String secretToken;
    private final UpdateQueue updates;
    private final Thread thread;
    private volatile @Nullable String lastError;

    WebhookPusher(URI url, @Nullable String secretToken, UpdateQueue updates) {
        this.url = url;
        this.secretToken = secretToken;
        this.updates = updates;
        this.thread = Thread.ofVirtual().name("telegram-webhook").start(this::push);
    }

    URI url() {
        return url;
    }

    @Nullable
    String lastError() {
        return lastError;
    }

    private void push() {
        int failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ObjectNode update = updates.head();
                if (accepted(update)) {
                    updates.confirm(update);
                    failures = 0;
                } else {
                    failures++;
                    BACKOFF.sleep(failures);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean accepted(ObjectNode update) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(update.toString()));
        if (secretToken != null) {
            request.header("X-Telegram-Bot-Api-Secret-Token", secretToken);
        }
        try {
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            boolean ok = status / 100 == 2;
            lastError = ok ? null : "Wrong response from the webhook: " + status;
            return ok;
        } catch (IOException e) {
            lastError = "Connection failed: " + e;
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
    }
}
