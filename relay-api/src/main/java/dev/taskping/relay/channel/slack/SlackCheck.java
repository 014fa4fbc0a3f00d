package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.ChannelCheck;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** Asks Slack whether a channel can be written to, without writing. */
final class SlackCheck {

    private final SlackApiClient api;

    SlackCheck(SlackApiClient api) {
        this.api = api;
    }

    ChannelCheck ofBot(SlackSettings settings) throws ProviderUnreachableException {
        JsonResponse bot = api.ask(settings, "auth.test", Map.of());
        if (SlackErrorMapper.isOne(bot)) {
            return SlackErrorMapper.toCheck(bot);
        }
        String who = "Delivers by the bot " + bot.body().path("user").asText() + " of "
                + bot.body().path("team").asText();
        JsonResponse channel =
                api.ask(settings, "conversations.info", Map.of("channel", String.valueOf(settings.channel())));
        if (SlackErrorMapper.code(channel).equals("missing_scope")) {
            // Enough to write with; only the look at the channel needs more.
            return new ChannelCheck(
                    true, "Verified", who + "; the scope channels:read would let it look at the channel.");
        }
        if (SlackErrorMapper.isOne(channel)) {
            return SlackErrorMapper.toCheck(channel);
        }
        JsonNode details = channel.body().path("channel");
        String name = "#" + details.path("name").asText();
        if (details.path("is_archived").asBoolean()) {
            return new ChannelCheck(false, "NotFound", name + " is archived. Unarchive it, or name another one.");
        }
        boolean anywhere = scopes(bot).anyMatch("chat:write.public"::equals);
        if (!details.path("is_member").asBoolean(true) && !anywhere) {
            return new ChannelCheck(
                    false, "NotInChannel", "The bot is not in " + name + ". Write there: /invite and the app's name.");
        }
        return new ChannelCheck(true, "Verified", who + " to " + name + ".");
    }

    /** Every answer tells the token's scopes (Slack, "Installing with OAuth"). */
    private static Stream<String> scopes(JsonResponse answer) {
        String header = answer.headers().get("X-OAuth-Scopes");
        return header == null
                ? Stream.empty()
                : Arrays.stream(header.split(",", -1)).map(String::strip);
    }

    /** A message without a text is refused for that by a webhook that works, and otherwise by one that does not. */
    ChannelCheck ofWebhook(SlackSettings settings) throws ProviderUnreachableException {
        JsonResponse answer = api.callWebhook(settings, JsonNodeFactory.instance.objectNode());
        return SlackErrorMapper.isAboutMissingText(answer)
                ? new ChannelCheck(true, "Verified", "Delivers by an incoming webhook.")
                : SlackErrorMapper.toCheck(answer);
    }
}
