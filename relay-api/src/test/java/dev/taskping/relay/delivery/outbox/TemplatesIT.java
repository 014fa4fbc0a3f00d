package dev.taskping.relay.delivery.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.taskping.protocol.template.MessageTemplate;
import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.simulator.mail.InboxMessage;
import dev.taskping.testkit.simulator.mail.MailInbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages in people's own words, and what happens when those cannot be used. */
@QuarkusTest
class TemplatesIT {

    private static final TestCluster LAB = TestCluster.LAB;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    MeterRegistry metrics;

    private final MailInbox mail = MailInbox.start();
    private final String uid = UUID.randomUUID().toString().substring(0, 8);
    private final String channel = "words-" + uid;

    @AfterEach
    void stop() {
        LAB.request().delete("/v1/channels/ml/" + channel).then();
        mail.close();
    }

    @Test
    void templateOfTheNotifiedTaskGoesBeforeTheChannels() {
        register("channel's own words");
        LAB.send(ended(uid, "# {{task.name}} of {{labels.team}}\\nIt **{{outcome.result}}**: {{log.lastLine}}"))
                .statusCode(200);
        InboxMessage received = received();
        assertThat(received.subject()).isEqualTo("job-" + uid + " of ml");
        assertThat(received.text()).contains("It Succeeded: epoch 3 done");
    }

    @Test
    void templateOfTheChannelIsTheDefault() {
        register("The words of the channel for {{task.name}}");
        LAB.send(LAB.succeeded(uid, channel)).statusCode(200);
        InboxMessage received = received();
        assertThat(received.subject()).isEqualTo("✅ job-" + uid + " succeeded");
        assertThat(received.text()).contains("The words of the channel for job-" + uid, "epoch 3 done");
    }

    @Test
    void unusableTemplateDoesNotPreventTheMessage() {
        String template = "{{task.nmae}}";
        register(null);
        double before = faults();
        LAB.send(ended(uid, template)).statusCode(200);

        InboxMessage received = received();
        assertThat(received.subject()).isEqualTo("✅ job-" + uid + " succeeded");
        assertThat(received.text()).contains("Namespace: ml");
        assertThat(faults()).isEqualTo(before + 1);
        String of = "templateFaults.findAll { it.task.uid == '" + uid + "' }.";
        LAB.request()
                .get("/v1/deliveries/undelivered")
                .then()
                .statusCode(200)
                .body(of + "policy", contains("nightly"))
                .body(of + "channel.name", contains(channel))
                .body(of + "fingerprint", contains(MessageTemplate.fingerprint(template)))
                .body(
                        of + "fault",
                        contains(
                                "line 1: there is no variable 'task.nmae'; docs/reference/messages.md lists all variables"))
                .body("messages.task.uid", not(hasItem(uid)));
    }

    @Test
    void tooLongTemplateIsRefusedAtRegistration() {
        LAB.request()
                .body(registration("x".repeat(4_097)))
                .put("/v1/channels/ml/" + channel)
                .then()
                .statusCode(400);
    }

    private String ended(String task, String template) {
        return LAB.succeeded(task, channel)
                .replace(
                        "\"name\":\"" + channel + "\"}",
                        "\"name\":\"" + channel + "\"},\"policy\":\"nightly\",\"template\":\"" + template + "\"");
    }

    private InboxMessage received() {
        await().atMost(PATIENCE).until(() -> mail.messages().size() == 1);
        return mail.messages().getFirst();
    }

    private double faults() {
        return metrics.counter("taskping.template.faults", "channel", "email").count();
    }

    private void register(@Nullable String template) {
        LAB.request()
                .body(registration(template))
                .put("/v1/channels/ml/" + channel)
                .then()
                .statusCode(200);
    }

    private Map<String, Object> registration(@Nullable String template) {
        Map<String, Object> settings = Map.of(
                "type",
                "email",
                "host",
                "127.0.0.1",
                "port",
                mail.smtpPort(),
                "security",
                "NONE",
                "from",
                "taskping@example.com",
                "to",
                List.of("mia-" + uid + "@example.com"));
        Map<String, Object> body = new HashMap<>(Map.of("settings", settings, "people", List.of()));
        if (template != null) {
            body.put("template", template);
        }
        return body;
    }
}
