package dev.taskping.relay.delivery.api;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.delivery.outbox.DeadLetterReplay;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/deliveries/replay}: dead letters are tried once more. */
@Path("/v1/deliveries/replay")
@Tag(name = "Deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.ADMIN)
public class ReplayResource {

    private static final int MAX_IDS = 1_000;

    private final DeadLetterReplay replay;
    private final Jdbi jdbi;
    private final AuditTrail audit;
    private final CurrentCaller caller;

    ReplayResource(DeadLetterReplay replay, Jdbi jdbi, AuditTrail audit, CurrentCaller caller) {
        this.replay = replay;
        this.jdbi = jdbi;
        this.audit = audit;
        this.caller = caller;
    }

    /**
     * Which dead letters; exactly one of {@code ids} and {@code channel}.
     *
     * @param ids these, also if another channel told of them in their place
     * @param channel those of a channel, but for the ones that another channel told of in their place
     * @param since of a channel's only those that were given up at or after this instant
     */
    public record ReplayRequest(@Nullable List<UUID> ids, @Nullable ChannelKey channel, @Nullable Instant since) {}

    /**
     * What was done.
     *
     * @param replayed how many are in the outbox again
     */
    public record Replayed(int replayed) {}

    /** Puts dead letters back into the outbox. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Replayed replayDeadLetters(@Nullable ReplayRequest request) {
        if (request == null || (request.ids == null) == (request.channel == null)) {
            throw ProblemException.invalid(
                    "Name either ids, a list of deliveries, or a channel by namespace and name.");
        }
        String workspace = caller.workspace();
        ChannelKey channel = request.channel;
        if (channel != null) {
            return new Replayed(jdbi.inTransaction(handle -> writtenDown(
                    handle, "channel " + channel, replay.ofChannel(handle, workspace, channel, request.since))));
        }
        List<UUID> ids = request.ids == null ? List.of() : request.ids;
        if (ids.size() > MAX_IDS) {
            throw ProblemException.invalid("ids: are more than " + MAX_IDS + "; send them in parts.");
        }
        return new Replayed(jdbi.inTransaction(
                handle -> writtenDown(handle, ids.size() + " deliveries", replay.of(handle, workspace, ids))));
    }

    private int writtenDown(Handle handle, String which, int replayed) {
        audit.record(
                handle,
                Actor.of(caller.get()),
                "replay dead letters",
                which,
                Decision.ACCEPTED,
                replayed + " replayed");
        return replayed;
    }
}
