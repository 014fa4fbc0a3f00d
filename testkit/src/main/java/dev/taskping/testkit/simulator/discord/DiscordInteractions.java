package dev.taskping.testkit.simulator.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.CallbackClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Pushes interactions, signed with the application's key ("Receiving and Responding", "Security and Authorization"). */
final class DiscordInteractions {

    private static final int KEY_BYTES = 32;

    private final KeyPair keys = keys();
    private final AtomicLong nextId = new AtomicLong(1_300_000_000_000_000_000L);

    String publicKey() {
        byte[] encoded = keys.getPublic().getEncoded();
        return HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
    }

    String press(URI endpoint, String user, String channel, String message, String customId) {
        ObjectNode interaction = interaction(3, user, channel);
        interaction.putObject("message").put("id", message);
        interaction.putObject("data").put("component_type", 2).put("custom_id", customId);
        return push(endpoint, interaction, true);
    }

    String command(URI endpoint, String user, String channel, String words) {
        ObjectNode interaction = interaction(2, user, channel);
        interaction
                .putObject("data")
                .put("name", "taskping")
                .putArray("options")
                .addObject()
                .put("name", "say")
                .put("type", 3)
                .put("value", words);
        return push(endpoint, interaction, true);
    }

    String ping(URI endpoint, boolean genuine) {
        return push(endpoint, JsonNodeFactory.instance.objectNode().put("type", 1), genuine);
    }

    private ObjectNode interaction(int type, String user, String channel) {
        ObjectNode interaction = JsonNodeFactory.instance
                .objectNode()
                .put("id", Long.toString(nextId.getAndIncrement()))
                .put("type", type)
                .put("channel_id", channel)
                .put("guild_id", "1000000000000000000");
        interaction.putObject("member").putObject("user").put("id", user);
        return interaction;
    }

    private String push(URI endpoint, ObjectNode interaction, boolean genuine) {
        byte[] body = interaction.toString().getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        String signature = sign(genuine ? timestamp : "0", body);
        return CallbackClient.push(
                endpoint,
                "application/json",
                Map.of("X-Signature-Ed25519", signature, "X-Signature-Timestamp", timestamp),
                body);
    }

    private String sign(String timestamp, byte[] body) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(keys.getPrivate());
            ed25519.update(timestamp.getBytes(StandardCharsets.UTF_8));
            ed25519.update(body);
            return HexFormat.of().formatHex(ed25519.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign with Ed25519", e);
        }
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no Ed25519", e);
        }
    }
}
