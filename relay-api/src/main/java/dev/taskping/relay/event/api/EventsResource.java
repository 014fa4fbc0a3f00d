package dev.taskping.relay.event.api;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.relay.EventIds;
import dev.taskping.protocol.relay.EventReceipt;
import dev.taskping.relay.event.EventStore;
import dev.taskping.relay.event.ingest.EventIngest;
import dev.taskping.relay.event.ingest.EventReader;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.Caller;
import dev.taskping.relay.security.CurrentCaller;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/events}: what clusters and sessions tell the relay. */
@Path("/v1/events")
@Tag(name = "Events")
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {

    private final EventIngest ingest;
    private final EventStore events;
    private final Jdbi jdbi;
    private final CurrentCaller caller;
    private final MeterRegistry metrics;
    private final int maxBatch;
    private final Semaphore room;

    EventsResource(
            EventIngest ingest,
            EventStore events,
            Jdbi jdbi,
            CurrentCaller caller,
            MeterRegistry metrics,
            RelayConfiguration configuration) {
        this.ingest = ingest;
        this.events = events;
        this.jdbi = jdbi;
        this.caller = caller;
        this.metrics = metrics;
        this.maxBatch = configuration.ingest().maxBatch();
        this.room = new Semaphore(configuration.ingest().concurrentBatches());
    }

    /** Records a batch; sending an event again is harmless. */
    @POST
    @Access({To.CLUSTER, To.SESSION})
    @Consumes({TaskEvent.BATCH_MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RequestBody(
            content =
                    @Content(
                            mediaType = TaskEvent.BATCH_MEDIA_TYPE,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = TaskEvent.class)))
    public List<EventReceipt> recordEvents(byte[] body) {
        if (!room.tryAcquire()) {
            metrics.counter("taskping.ingest.refused").increment();
            throw ProblemException.tooMany("The relay is busy with other batches; send this one again in a second.");
        }
        try {
            List<EventReceipt> verdicts = ingest.record(caller.get(), EventReader.read(body, maxBatch));
            for (EventReceipt verdict : verdicts) {
                metrics.counter(
                                "taskping.events",
                                "verdict",
                                verdict.status().name().toLowerCase(Locale.ROOT))
                        .increment();
            }
            return verdicts;
        } finally {
            room.release();
        }
    }

    /** Which of these the relay has not recorded. */
    @POST
    @Path("/missing")
    @Access({To.CLUSTER, To.SESSION})
    @Consumes(MediaType.APPLICATION_JSON)
    public EventIds findMissingEvents(EventIds asked) {
        if (asked == null || asked.ids().size() > EventIds.MAX) {
            throw ProblemException.invalid("ids: send between 0 and " + EventIds.MAX + " event ids.");
        }
        return new EventIds(
                jdbi.withHandle(handle -> events.missing(handle, caller.workspace(), cluster(), asked.ids())));
    }

    private String cluster() {
        return switch (caller.get()) {
            case Caller.Cluster cluster -> cluster.id();
            case Caller.Token token -> "";
        };
    }
}
