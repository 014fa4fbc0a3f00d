package dev.taskping.relay.conversation.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what Discord tells an application: presses of buttons, and its commands ("Receiving and Responding"). */
public final class DiscordUpdateParser {

    static final int PING = 1;
    private static final int APPLICATION_COMMAND = 2;
    private static final int MESSAGE_COMPONENT = 3;

    private DiscordUpdateParser() {}

    /** What a person did; empty for everything else that Discord tells. */
    public static Optional<InboundUpdate> read(String provider, JsonNode interaction) {
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
        ProviderAccount sender = new ProviderAccount(provider, user);
        return switch (interaction.path("type").asInt()) {
            case MESSAGE_COMPONENT ->
                Optional.of(new InboundUpdate.Press(
                        id,
                        chat,
                        inGroup,
                        sender,
                        id,
                        orNull(interaction.path("message").path("id").asText()),
                        withoutNul(interaction.path("data").path("custom_id").asText())));
            case APPLICATION_COMMAND ->
                Optional.of(
                        new InboundUpdate.Text(id, chat, inGroup, sender, id, words(interaction.path("data")), null));
            default -> Optional.empty();
        };
    }

    /** A command's name is ours, whatever it is called: its first option is what the person says. */
    private static String words(JsonNode command) {
        return withoutNul(command.path("options").path(0).path("value").asText("help"))
                .strip();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** PostgreSQL stores no such character. */
    private static String withoutNul(String text) {
        return text.replace("\u0000", "");
    }
}
