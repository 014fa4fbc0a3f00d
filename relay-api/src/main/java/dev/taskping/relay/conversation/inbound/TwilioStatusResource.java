package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.sms.SmsAdapter;
import dev.taskping.relay.delivery.dispatch.LateFailureHandler;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import dev.taskping.relay.platform.api.BodyLimit;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Where Twilio tells what became of a text message that it had taken. */
@Path(SmsAdapter.STATUS_PATH + "{deliveryId}")
@Access(To.ANYONE)
@Tag(name = "Hooks")
@BodyLimit
public class TwilioStatusResource {

    private static final Set<String> LOST = Set.of("failed", "undelivered");

    private final Jdbi jdbi;
    private final SentMessageStore messages;
    private final ChannelStore channels;
    private final TwilioRequests requests;
    private final LateFailureHandler failures;

    TwilioStatusResource(
            Jdbi jdbi,
            SentMessageStore messages,
            ChannelStore channels,
            TwilioRequests requests,
            LateFailureHandler failures) {
        this.jdbi = jdbi;
        this.messages = messages;
        this.channels = channels;
        this.requests = requests;
        this.failures = failures;
    }

    /** Takes one status; only that a message is lost is news. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Take the status of a text message that Twilio reports")
    @APIResponse(responseCode = "204", description = "Taken")
    @APIResponse(responseCode = "404", description = "No such delivery, or not from Twilio")
    public Response take(
            @PathParam("deliveryId") String deliveryId,
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            MultivaluedMap<String, String> form) {
        Optional<RegisteredChannel> channel = channelOf(deliveryId)
                .filter(found ->
                        requests.isGenuine(found.settings(), SmsAdapter.STATUS_PATH + deliveryId, form, signature));
        if (channel.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        String sid = form.getFirst("MessageSid");
        String status = form.getFirst("MessageStatus");
        if (sid != null && status != null && LOST.contains(status)) {
            failures.report(channel.get(), sid, SmsAdapter.lost(status, form.getFirst("ErrorCode")));
        }
        return Response.noContent().build();
    }

    private Optional<RegisteredChannel> channelOf(String deliveryId) {
        UUID id;
        try {
            id = UUID.fromString(deliveryId);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> messages.find(handle, id)
                .flatMap(message -> channels.find(handle, message.workspace(), message.channelId())));
    }
}
