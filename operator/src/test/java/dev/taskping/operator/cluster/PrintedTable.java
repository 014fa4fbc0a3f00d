package dev.taskping.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A list as the API server lays it out for {@code kubectl get -o wide}.
 *
 * @param table a {@code Table} of {@code meta.k8s.io/v1}
 */
record PrintedTable(JsonNode table) {

    static PrintedTable of(KubernetesClient client, String path) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .build();
        HttpResponse<String> response =
                client.getHttpClient().sendAsync(request, String.class).join();
        try {
            return new PrintedTable(new ObjectMapper().readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cells of the row of that name, by column. */
    Map<String, String> row(String name) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (JsonNode row : table.path("rows")) {
            if (row.path("cells").path(0).asText().equals(name)) {
                for (int i = 0; i < row.path("cells").size(); i++) {
                    cells.put(
                            table.path("columnDefinitions").path(i).path("name").asText(),
                            row.path("cells").path(i).asText());
                }
            }
        }
        return cells;
    }
}
