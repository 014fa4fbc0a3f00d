package dev.taskping.relay.channel.telegram;

import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.conversation.TelegramLab;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TelegramWebhookModeIT.Pushed.class)
class TelegramWebhookModeIT {

    /** Telegram pushes to a port that is known before the relay starts. */
    public static final class Pushed implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try (ServerSocket free = new ServerSocket(0)) {
                String port = Integer.toString(free.getLocalPort());
                return Map.of(
                        "taskping.telegram.inbound",
                        "webhook",
                        "taskping.public-url",
                        "http://127.0.0.1:" + port + "/",
                        "quarkus.http.test-port",
                        port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final TelegramLab lab = new TelegramLab();

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void telegramPushesToTheHookThatTheRelaySet() {
        lab.pair(MIA, "Mia");
        lab.telegram.redeliver(lab.telegram.say(MIA, "help").updateId(), 3);
        lab.awaitMessage(MIA, "What you can say");
        lab.awaitQuiet();
        assertThat(lab.telegram.calls("getUpdates")).isZero();
        assertThat(lab.telegram.calls("setWebhook")).isOne();
        assertThat(lab.telegram.fromBot(MIA.id()))
                .filteredOn(message -> message.text().contains("What you can say"))
                .hasSize(1);
    }
}
