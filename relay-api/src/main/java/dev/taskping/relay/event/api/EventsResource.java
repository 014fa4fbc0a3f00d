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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/events}: what clusters and sessions tell the relay. */
@Path("/v1/events")
@Tag(name = "Events")
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {

    private static final String EXAMPLE =
            """
            [{"specversion":"1.0","id":"6f1c/0/finished","source":"/clusters/lab/namespaces/ml/jobs/train-llm",
              "type":"dev.taskping.task.finished.v1","subject":"6f1c","time":"2026-01-01T02:40:00Z",
              "data":{"task":{"kind":"Job","namespace":"ml","name":"train-llm","uid":"6f1c"},
                "outcome":{"result":"Succeeded","exitCode":0},
                "timing":{"started":"2026-01-01T00:00:00Z","finished":"2026-01-01T02:40:00Z"},
                "route":[{"channel":{"namespace":"ml","name":"ml-telegram"}}],
                "next":[{"template":"evaluate","parameters":{"checkpoint":"best"}}]}}]
            """;

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
    @Operation(
            operationId = "recordEvents",
            summary = "Record a batch of events",
            description =
                    """
                    Each event is judged on its own and recorded at most once. When the answer has arrived, everything \
                    that was accepted is durable and its messages are in the outbox.""")
    @SecurityRequirement(name = "cluster")
    @SecurityRequirement(name = "token")
    @RequestBody(
            required = true,
            description = "A CloudEvents 1.0 batch of at most 500 events and 4 MiB",
            content =
                    @Content(
                            mediaType = TaskEvent.BATCH_MEDIA_TYPE,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = TaskEvent.class),
                            examples = @ExampleObject(name = "finished", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "One verdict for each event, in the batch's order",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = EventReceipt.class),
                            examples =
                                    @ExampleObject(
                                            name = "accepted",
                                            value = "[{\"id\":\"6f1c/0/finished\",\"status\":\"ACCEPTED\"}]")))
    @APIResponse(responseCode = "413", description = "The body is longer than 4 MiB; send smaller batches")
    @APIResponse(responseCode = "429", description = "Too many batches at once; send it again after Retry-After")
    public List<EventReceipt> record(byte[] body) {
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
    @Operation(
            operationId = "findMissingEvents",
            summary = "Ask which events are not recorded yet",
            description = "A cluster asks this at its start and now and then, and sends the missing ones only.")
    @SecurityRequirement(name = "cluster")
    @SecurityRequirement(name = "token")
    @RequestBody(
            required = true,
            description = "At most 5,000 event ids",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EventIds.class),
                            examples =
                                    @ExampleObject(
                                            name = "ids",
                                            value = "{\"ids\":[\"6f1c/0/started\",\"6f1c/0/finished\"]}")))
    @APIResponse(
            responseCode = "200",
            description = "Those that are not recorded",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EventIds.class),
                            examples = @ExampleObject(name = "missing", value = "{\"ids\":[\"6f1c/0/finished\"]}")))
    public EventIds missing(EventIds asked) {
        if (asked == null || asked.ids().size() > EventIds.MAX) {
            throw ProblemException.invalid("ids: send between 0 and " + EventIds.MAX + " event ids.");
        }
        return new EventIds(jdbi.withHandle(handle -> events.missing(handle, caller.workspace(), asked.ids())));
    }
}
