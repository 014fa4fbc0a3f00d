package dev.taskping.testkit.simulator.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to an app's address, encrypted and signed as the app's settings say ("Receive events").
 *
 * @param url the app's address
 * @param verificationToken what each event carries
 * @param encryptKey what events are encrypted and signed with; absent for plain text
 */
record FeishuEvents(URI url, String verificationToken, @Nullable String encryptKey) {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Feishu waits for three seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Has the app prove that the address is its own, as Feishu does when it is entered. */
    String verify(String challenge) {
        return push(JsonNodeFactory.instance
                .objectNode()
                .put("type", "url_verification")
                .put("challenge", challenge)
                .put("token", verificationToken));
    }

    /** Sends an event of schema 2.0; returns the answer's body. */
    String event(String id, String type, ObjectNode event) {
        ObjectNode pushed = JsonNodeFactory.instance.objectNode().put("schema", "2.0");
        pushed.putObject("header")
                .put("event_id", id)
                .put("event_type", type)
                .put("token", verificationToken)
                .put("create_time", Long.toString(System.currentTimeMillis()));
        pushed.set("event", event);
        return push(pushed);
    }

    private String push(ObjectNode plain) {
        String key = encryptKey;
        String body = key == null
                ? plain.toString()
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("encrypt", encrypted(key, plain.toString()))
                        .toString();
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        String nonce = Long.toString(RANDOM.nextLong(1, Long.MAX_VALUE));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("X-Lark-Request-Timestamp", timestamp)
                .header("X-Lark-Request-Nonce", nonce)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("X-Lark-Signature", HexFormat.of().formatHex(sha256(timestamp + nonce + key + body)));
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "HTTP status " + answer.statusCode();
        } catch (IOException e) {
            return "Connection failed: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String encrypted(String key, String plain) {
        byte[] iv = new byte[16];
        RANDOM.nextBytes(iv);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(sha256(key), "AES"), new IvParameterSpec(iv));
            byte[] content = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(iv.length + content.length)
                            .put(iv)
                            .put(content)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
