package dev.taskping.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends requests in the name of a cluster that the relay knows. */
final class ClusterRequests implements AutoCloseable {

    private final String cluster;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ClusterRequests(String cluster, String key) {
        this.cluster = cluster;
        this.key = key;
    }

    String cluster() {
        return cluster;
    }

    /** A request with the cluster's token. */
    HttpRequest.Builder signed(URI uri, String mediaType) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + ClusterTokenSigner.sign(cluster, key))
                .header("Content-Type", mediaType);
    }

    /** Sends any request and waits for the answer. */
    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
