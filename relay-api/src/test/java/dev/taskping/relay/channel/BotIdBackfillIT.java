package dev.taskping.relay.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.conversation.inbound.HookLab;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BotIdBackfillIT {

    @Inject
    Jdbi jdbi;

    @Inject
    BotIdBackfill backfill;

    @AfterEach
    void delete() {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM channel WHERE cluster = 'other'"));
    }

    @Test
    void channelsWithoutABotGetOneWhenTheRelayStarts() {
        HookLab heard = HookLab.of(jdbi, "discord");
        heard.register(Map.of(
                "type", "discord",
                "botToken", "a-token",
                "channelId", "1100000000000000001",
                "publicKey", "0".repeat(64),
                "apiUrl", "http://127.0.0.1:1"));
        HookLab unheard = HookLab.of(jdbi, "webhook");
        unheard.register(
                Map.of("type", "webhook", "url", "http://127.0.0.1:1", "signingSecret", "whsec_" + "a".repeat(32)));
        String bot = botOf(heard);
        assertThat(bot).matches("[0-9a-f]{16}");
        assertThat(botOf(unheard)).isEmpty();
        jdbi.useHandle(handle -> {
            handle.execute("UPDATE channel SET bot_id = NULL");
            handle.execute(
                    """
                    INSERT INTO channel (id, workspace, cluster, namespace, name, type, settings_sealed, created_at)
                    VALUES (gen_random_uuid(), 'default', 'other', 'ml', 'not-ours', 'discord', '\\x00', now())
                    """);
        });

        backfill.fill(new StartupEvent());

        assertThat(botOf(heard)).isEqualTo(bot);
        assertThat(botOf(unheard)).isEmpty();
        heard.delete();
        unheard.delete();
    }

    private String botOf(HookLab channel) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT bot_id FROM channel WHERE name = :name")
                .bind("name", channel.name())
                .mapTo(String.class)
                .one());
    }
}
