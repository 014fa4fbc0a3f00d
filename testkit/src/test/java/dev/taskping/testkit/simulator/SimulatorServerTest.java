package dev.taskping.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import dev.taskping.testkit.simulator.webhook.ReceivedRequest;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorServerTest {

    private final SimulatorServer server = SimulatorServer.start(Map.of(
            "TELEGRAM_PORT", "0",
            "SMTP_PORT", "0",
            "IMAP_PORT", "0",
            "WEBHOOK_PORT", "0",
            "DISCORD_PORT", "0",
            "SLACK_PORT", "0",
            "FEISHU_PORT", "0",
            "TWILIO_PORT", "0",
            "PAGE_PORT", "0"));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPersonAnswersThroughTheRemoteControl() throws Exception {
        post("/_simulator/telegram/say", "{\"text\":\"/start ABC\"}");
        String form = "chat_id=1001&text=" + encoded("Ready <&>") + "&reply_markup="
                + encoded("{\"inline_keyboard\":[[{\"text\":\"Launch next\",\"callback_data\":\"a1\"}]]}");
        HttpRequest send = HttpRequest.newBuilder(URI.create(
                        server.telegram().url() + "/bot" + server.telegram().token() + "/sendMessage"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        client.send(send, HttpResponse.BodyHandlers.discarding());
        long id = server.telegram().fromBot(1001).getLast().id();

        HttpResponse<String> press =
                post("/_simulator/telegram/chats/1001/press", "{\"messageId\":" + id + ",\"button\":\"Launch next\"}");

        assertThat(press.statusCode()).isEqualTo(201);
        assertThat(server.telegram().pendingUpdates()).isEqualTo(2);
        assertThat(get("/_simulator/transcript")).contains("Mia → TaskPing", "Ready <&>", "[Launch next]");
        assertThat(get("/")).contains("Ready &lt;&amp;&gt;").doesNotContain("Ready <&>");
        assertThat(post("/_simulator/telegram/chats/1001/press", "{\"messageId\":" + id + ",\"button\":\"No\"}")
                        .body())
                .contains("has no button 'No' to press; it has [Launch next]");
    }

    @Test
    void mailIsShown() throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", server.mail().smtpPort());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("taskping@example.org"));
        message.setRecipients(Message.RecipientType.TO, "mia@example.org");
        message.setSubject("train-llm ✅ succeeded", "UTF-8");
        message.setText("All fine", "UTF-8");
        Transport.send(message);

        assertThat(get("/_simulator/transcript"))
                .contains("taskping@example.org → mia@example.org", "Subject: train-llm ✅ succeeded", "All fine");
        assertThat(get("/live")).contains("train-llm ✅ succeeded");
    }

    @Test
    void channelsOfDiscordAndSlackAreShown() throws Exception {
        client.send(
                HttpRequest.newBuilder(URI.create(server.discord().webhookUrl() + "?wait=true"))
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "DiscordBot (test, 1)")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"content\":\"**Ready** \\\\<&\\\\>\"}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        client.send(
                HttpRequest.newBuilder(server.slack().webhookUrl())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"*Set* &lt;&amp;&gt;\"}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        assertThat(get("/_simulator/transcript")).contains("Discord   TaskPing → #ml-runs", "Ready <&>", "Set <&>");
        assertThat(get("/live"))
                .contains("Ready &lt;&amp;&gt;", "Set &lt;&amp;&gt;")
                .doesNotContain("Ready <&>");
        assertThat(get("/_simulator/slack")).contains("Set <&>");
    }

    @Test
    void signaturesOfWebhooksAreChecked() throws Exception {
        assertThat(hook("msg_1", "{}", "{}").statusCode()).isEqualTo(204);
        assertThat(hook("msg_1", "{}", "{}").statusCode()).isEqualTo(204);
        assertThat(hook("msg_2", "{}", "{\"forged\":true}").statusCode()).isEqualTo(401);

        assertThat(server.webhooks().requests())
                .extracting(ReceivedRequest::signature)
                .containsExactly("valid", "valid", "no signature matches");
        assertThat(server.webhooks().duplicates()).containsExactly("msg_1");

        post("/_simulator/webhooks/faults", "{\"fault\":\"status\",\"status\":503}");
        assertThat(hook("msg_3", "{}", "{}").statusCode()).isEqualTo(503);
        assertThat(server.webhooks().copies()).doesNotContainKey("msg_3");
    }

    @Test
    void textMessagesAndTheGroupInFeishuAreShown() throws Exception {
        client.send(
                HttpRequest.newBuilder(server.twilio()
                                .url()
                                .resolve("/2010-04-01/Accounts/"
                                        + server.twilio().accountSid() + "/Messages.json"))
                        .header(
                                "Authorization",
                                "Basic "
                                        + base64(server.twilio().accountSid() + ":"
                                                + server.twilio().authToken()))
                        .POST(HttpRequest.BodyPublishers.ofString("To=%2B491701234567&From="
                                + encoded(TwilioSimulator.NUMBER) + "&Body=" + encoded("train-llm <ok>")))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(server.feishu().webhookUrl())
                        .POST(HttpRequest.BodyPublishers.ofString("{\"msg_type\":\"text\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(get("/_simulator/transcript")).contains("+491701234567, 1 segment of GSM-7", "train-llm <ok>");
        assertThat(get("/live")).contains("train-llm &lt;ok&gt;", "Nothing in the group yet.");
        assertThat(get("/_simulator/sms")).contains("train-llm <ok>");
        assertThat(refused.body()).as("without a signature").contains("19021");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> hook(String id, String signed, String sent) throws Exception {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        byte[] key = Base64.getDecoder().decode(server.webhooks().secret().substring("whsec_".length()));
        byte[] signature = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(id + "." + timestamp + "." + signed);
        return client.send(
                HttpRequest.newBuilder(server.webhooks().url())
                        .header("webhook-id", id)
                        .header("webhook-timestamp", timestamp)
                        .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
                        .POST(HttpRequest.BodyPublishers.ofString(sent))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(page(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(page(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI page(String path) {
        return URI.create("http://127.0.0.1:" + server.pagePort() + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
