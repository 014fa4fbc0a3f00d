package dev.taskping.relay;

import static io.restassured.RestAssured.given;

import dev.taskping.relay.security.ClusterTokens;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * A cluster as its operator would speak for it.
 *
 * @param id its id
 * @param key the key it shares with the relay
 */
public record TestCluster(String id, String key) {

    public static final String ID = "lab";
    public static final String KEY = "a-key-of-the-lab-cluster-for-tests-only";
    public static final String ADMIN_TOKEN = "tp_an-admin-token-for-tests-only";

    /** The cluster that the tests' relay knows from the start. */
    public static final TestCluster LAB = new TestCluster(ID, KEY);

    /** A token as the operator signs it. */
    public String token() {
        return sign(claims(), key);
    }

    /** The claims of a good token; tests spoil them. */
    public JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(id);
        claims.setSubject(id);
        claims.setAudience(ClusterTokens.AUDIENCE);
        claims.setExpirationTimeMinutesInTheFuture(5);
        return claims;
    }

    /** Signs claims in this cluster's name with any key. */
    public String sign(JwtClaims claims, String withKey) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setKeyIdHeaderValue(id);
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signature.setKey(new HmacKey(withKey.getBytes(StandardCharsets.UTF_8)));
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A request in this cluster's name. */
    public RequestSpecification request() {
        return given().header("Authorization", "Bearer " + token()).contentType("application/json");
    }

    /** A request with the admin token. */
    public static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + ADMIN_TOKEN).contentType("application/json");
    }

    /** Sends a batch of events, each as JSON text. */
    public ValidatableResponse send(String... events) {
        return request()
                .contentType("application/cloudevents-batch+json")
                .body(("[" + String.join(",", events) + "]").getBytes(StandardCharsets.UTF_8))
                .post("/v1/events")
                .then();
    }

    /** Registers a webhook channel that ends at the sink. */
    public void register(String namespace, String name, WebhookSink sink) {
        register(namespace, name, sink, Map.of());
    }

    /** The same with more settings. */
    public void register(String namespace, String name, WebhookSink sink, Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("type", "webhook", "url", sink.url().toString(), "signingSecret", sink.secret()));
        settings.putAll(more);
        request()
                .body(Map.of("settings", settings, "people", List.of()))
                .put("/v1/channels/" + namespace + "/" + name)
                .then()
                .statusCode(200);
    }

    /** A started event of a task, told to nobody. */
    public String started(String uid) {
        return event(uid, "started", "");
    }

    /** A finished event of a task that succeeded, told to one channel. */
    public String succeeded(String uid, String channel) {
        return event(
                uid,
                "finished",
                ", \"outcome\":{\"result\":\"Succeeded\",\"exitCode\":0},\"log\":{\"tail\":\"epoch 3 done\",\"truncated\":true}"
                        + ",\"next\":[{\"template\":\"evaluate\",\"parameters\":{\"checkpoint\":\"best\"}}]"
                        + route(channel));
    }

    /** A started event told to one channel. */
    public String started(String uid, String channel) {
        return event(uid, "started", route(channel));
    }

    private static String route(String channel) {
        return ",\"route\":[{\"channel\":{\"namespace\":\"ml\",\"name\":\"" + channel + "\"}}]";
    }

    /** An event with more in its data. */
    public String event(String uid, String transition, String moreData) {
        return """
                {"specversion":"1.0","id":"%1$s/0/%2$s","source":"/clusters/%3$s/namespaces/ml/jobs/%1$s",
                 "type":"dev.taskping.task.%2$s.v1","subject":"%1$s","time":"2026-01-01T02:40:00Z",
                 "data":{"task":{"kind":"Job","namespace":"ml","name":"job-%1$s","uid":"%1$s","labels":{"team":"ml"}},
                 "timing":{"started":"2026-01-01T00:00:00Z"}%4$s}}
                """
                .formatted(uid, transition, id, moreData);
    }
}
