package dev.taskping.testkit.simulator.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.CallbackClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Pushes interactions and slash commands, signed with the app's secret ("Verifying requests from Slack"). */
final class SlackRequests {

    private final String secret;
    private final AtomicLong nextTrigger = new AtomicLong(1);

    SlackRequests(String secret) {
        this.secret = secret;
    }

    String secret() {
        return secret;
    }

    String press(URI endpoint, URI responseUrl, String user, SlackMessage message, SlackMessage.SlackButton button) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("type", "block_actions")
                .put("trigger_id", trigger())
                .put("response_url", responseUrl.toString());
        payload.putObject("user").put("id", user);
        payload.putObject("channel").put("id", message.channelId());
        payload.putObject("container").put("type", "message").put("message_ts", message.timestamp());
        payload.putArray("actions")
                .addObject()
                .put("type", "button")
                .put("action_id", button.actionId())
                .put("value", button.value());
        return push(endpoint, Map.of("payload", payload.toString()), Duration.ZERO);
    }

    String command(URI endpoint, URI responseUrl, String user, String channel, String words, Duration age) {
        return push(
                endpoint,
                Map.of(
                        "command",
                        "/taskping",
                        "text",
                        escaped(words),
                        "user_id",
                        user,
                        "channel_id",
                        channel,
                        "trigger_id",
                        trigger(),
                        "response_url",
                        responseUrl.toString()),
                age);
    }

    /** "Formatting text for app surfaces". */
    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private String trigger() {
        return nextTrigger.getAndIncrement() + "." + System.nanoTime();
    }

    private String push(URI endpoint, Map<String, String> form, Duration age) {
        byte[] body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(Instant.now().minus(age).getEpochSecond());
        return CallbackClient.push(
                endpoint,
                "application/x-www-form-urlencoded",
                Map.of("X-Slack-Signature", sign(timestamp, body), "X-Slack-Request-Timestamp", timestamp),
                body);
    }

    private String sign(String timestamp, byte[] body) {
        Mac mac = HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, secret.getBytes(StandardCharsets.UTF_8));
        mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
        return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
    }
}
