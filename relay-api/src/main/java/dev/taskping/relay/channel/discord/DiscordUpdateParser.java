package dev.taskping.relay.channel.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what Discord tells an application: presses of buttons, and its commands ("Receiving and Responding"). */
final class DiscordUpdateParser {

    private static final int PING = 1;
    private static final int APPLICATION_COMMAND = 2;
    private static final int MESSAGE_COMPONENT = 3;

    private DiscordUpdateParser() {}

    /** Whether Discord asks whether we are there. */
    static boolean isPing(JsonNode interaction) {
        return interaction.path("type").asInt() == PING;
    }

    /** What a person did; empty for everything else that Discord tells. */
    static Optional<InboundUpdate> read(BotIdentity bot, JsonNode interaction) {
        String id = interaction.path("id").asText();
        String chat = interaction.path("channel_id").asText();
        boolean inGroup = interaction.has("member");
        String user = (inGroup ? interaction.path("member") : interaction)
                .path("user")
                .path("id")
                .asText();
        if (id.isEmpty() || chat.isEmpty() || user.isEmpty()) {
            return Optional.empty();
        }
        ProviderAccount sender = bot.account(user);
        return switch (interaction.path("type").asInt()) {
            case MESSAGE_COMPONENT ->
                Optional.of(new InboundUpdate.Press(
                        id,
                        chat,
                        inGroup,
                        sender,
                        id,
                        orNull(interaction.path("message").path("id").asText()),
                        interaction.path("data").path("custom_id").asText()));
            // Of what a server says, Discord tells an application of nothing but its own commands.
            case APPLICATION_COMMAND ->
                Optional.of(new InboundUpdate.Text(
                        id,
                        chat,
                        inGroup,
                        sender,
                        id,
                        words(interaction.path("data")),
                        null,
                        InboundUpdate.Addressee.BOT));
            default -> Optional.empty();
        };
    }

    /** A command's name is ours, whatever it is called: its first option is what the person says. */
    private static String words(JsonNode command) {
        return command.path("options").path(0).path("value").asText("help");
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
