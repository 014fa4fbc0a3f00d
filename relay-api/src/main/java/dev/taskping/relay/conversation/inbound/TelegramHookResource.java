package dev.taskping.relay.conversation.inbound;

import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.utility.BotUtils;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.telegram.TelegramProvider;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import dev.taskping.relay.platform.api.BodyLimit;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where Telegram pushes updates to. Whoever cannot show the secret learns nothing, not even whether the channel exists. */
@Path("/hooks/telegram/{channelId}")
@Access(To.ANYONE)
@BodyLimit
@Tag(name = "Hooks")
public class TelegramHookResource {

    private final EndpointResolver bots;
    private final TelegramUpdateParser intake;

    TelegramHookResource(EndpointResolver bots, TelegramUpdateParser intake) {
        this.bots = bots;
        this.intake = intake;
    }

    /** Takes one update and answers when it is stored; anything but 200 makes Telegram send it again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take an update that Telegram pushes")
    @APIResponse(responseCode = "200", description = "Stored")
    @APIResponse(responseCode = "404", description = "No such channel, or a wrong secret")
    public Response take(
            @PathParam("channelId") String channelId,
            @HeaderParam("X-Telegram-Bot-Api-Secret-Token") @Nullable String secret,
            String body) {
        Optional<Bot> bot = bots.find(TelegramProvider.TYPE, channelId, found -> isSecret(found, secret));
        if (bot.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        Optional<Update> update = parse(body);
        if (update.isEmpty()) {
            return Response.status(Response.Status.BAD_REQUEST).build();
        }
        intake.take(bot.get(), update.get());
        return Response.ok().build();
    }

    private static boolean isSecret(Bot bot, @Nullable String presented) {
        TelegramSettings settings = bot.telegram();
        return presented != null
                && MessageDigest.isEqual(
                        Bot.hookSecret(settings).getBytes(StandardCharsets.UTF_8),
                        presented.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Update> parse(String body) {
        try {
            return Optional.ofNullable(BotUtils.parseUpdate(body)).filter(update -> update.updateId() != null);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
