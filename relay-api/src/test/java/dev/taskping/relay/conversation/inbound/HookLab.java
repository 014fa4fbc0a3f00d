package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.TestCluster;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * A channel of the test cluster with Mia, who may launch, and the address that its provider pushes to.
 *
 * @param jdbi the relay's database
 * @param provider as in addresses from before channels had an endpoint
 * @param name the channel
 */
public record HookLab(Jdbi jdbi, String provider, String name) {

    public static HookLab of(Jdbi jdbi, String provider) {
        return new HookLab(jdbi, provider, provider + "-" + UUID.randomUUID());
    }

    /** Registers the channel and returns its state. */
    public JsonPath register(Map<String, Object> settings) {
        return TestCluster.LAB
                .request()
                .body(Map.of(
                        "settings",
                        settings,
                        "people",
                        List.of(Map.of("name", "Mia", "role", "launcher")),
                        "rate",
                        Map.of("messages", 1_000, "per", Duration.ofSeconds(1).toString())))
                .put("/v1/channels/ml/" + name)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Where the relay listens. */
    public URI address() {
        return at(path());
    }

    /** The same for another path. */
    public URI at(String anyPath) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + anyPath);
    }

    /** The channel's address, once it is registered. */
    public String path() {
        return "/hooks/"
                + jdbi.withHandle(handle -> handle.createQuery("SELECT endpoint_id FROM channel WHERE name = :name")
                        .bind("name", name)
                        .mapTo(String.class)
                        .one());
    }

    /** The address from before channels had an endpoint. */
    public String formerPath() {
        return "/hooks/" + provider + "/" + TestCluster.ID + "/ml/" + name;
    }

    /** The commands about a task. */
    public List<String> launches(String uid) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT verb->>'template' FROM command WHERE task_uid = :uid")
                        .bind("uid", uid)
                        .mapTo(String.class)
                        .list());
    }

    /** What became of the messages about a task, with the reason if there is one. */
    public List<String> deliveries(String uid) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT state || coalesce(': ' || reason, '') FROM delivery WHERE task_uid = :uid ORDER BY seq")
                .bind("uid", uid)
                .mapTo(String.class)
                .list());
    }

    /** The only message about a task. */
    public UUID deliveryId(String uid) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM delivery WHERE task_uid = :uid")
                .bind("uid", uid)
                .mapTo(UUID.class)
                .one());
    }

    public void delete() {
        TestCluster.LAB.request().delete("/v1/channels/ml/" + name);
    }
}
