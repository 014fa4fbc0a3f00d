package dev.taskping.relay.conversation.inbound;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.sms.SmsProvider;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.conversation.InboundHandler;
import dev.taskping.relay.platform.api.BodyLimit;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Where Twilio pushes text messages to that people send to the channel's number. Whoever cannot sign as Twilio learns nothing,
 * not even whether the channel exists.
 */
@Path("/hooks/twilio/{cluster}/{namespace}/{name}")
@Access(To.ANYONE)
@BodyLimit
@Tag(name = "Hooks")
public class TwilioHookResource {

    /** TwiML that says nothing: answers go out like all messages. */
    private static final String NOTHING = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

    private final EndpointResolver bots;
    private final InboundHandler handler;
    private final TwilioRequests requests;

    TwilioHookResource(EndpointResolver bots, InboundHandler handler, TwilioRequests requests) {
        this.bots = bots;
        this.handler = handler;
        this.requests = requests;
    }

    /** Takes one text message and answers when it is stored. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_XML)
    @Operation(summary = "Take a text message that Twilio pushes")
    @APIResponse(responseCode = "200", description = "Stored")
    @APIResponse(responseCode = "404", description = "No such channel, or not from Twilio")
    public Response take(
            @PathParam("cluster") String cluster,
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            MultivaluedMap<String, String> form) {
        String path = String.join("/", "/hooks/twilio", cluster, namespace, name);
        Optional<Bot> bot = bots.find(
                SmsProvider.TYPE,
                cluster,
                new ChannelKey(namespace, name),
                found -> requests.isGenuine(found.settings(), path, form, signature));
        if (bot.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        read(bot.get(), form).ifPresent(incoming -> handler.handle(bot.get(), incoming));
        return Response.ok(NOTHING).build();
    }

    /** STOP, START and HELP are Twilio's to answer: it says so by {@code OptOutType}. */
    static Optional<InboundUpdate> read(Bot bot, MultivaluedMap<String, String> form) {
        String from = form.getFirst("From");
        String sid = form.getFirst("MessageSid");
        String body = form.getFirst("Body");
        if (from == null || sid == null || body == null || form.containsKey("OptOutType")) {
            return Optional.empty();
        }
        // PostgreSQL stores no NUL.
        String text = body.replace("\u0000", "").strip();
        return Optional.of(
                new InboundUpdate.Text(sid, from, false, new ProviderAccount(bot.provider(), from), sid, text, null));
    }
}
