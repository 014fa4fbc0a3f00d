package dev.taskping.relay.audit.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditLine;
import dev.taskping.relay.audit.AuditStore;
import dev.taskping.relay.audit.AuditStore.Range;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.AuditVerification;
import dev.taskping.relay.audit.AuditVerification.Finding;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/audit}: who asked for what, and what was decided. */
@Path("/v1/audit")
@Tag(name = "Audit")
@Access(To.ADMIN)
public class AuditResource {

    /** RFC 7464 has another; this is what tools that read one JSON text a line take. */
    static final String JSON_LINES = "application/jsonl";

    private static final int PAGE = 500;

    private static final String EXAMPLE =
            "{\"workspace\":\"default\",\"seq\":1,\"at\":\"2026-01-01T02:41:00.000000Z\",\"who\":\"Mia (telegram:1001)\","
                    + "\"source\":\"chat\",\"cluster\":\"lab\",\"channel\":\"ml/ml-telegram\",\"account\":\"telegram:1001\","
                    + "\"what\":\"launch evaluate\",\"subject\":\"0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11\",\"decision\":\"accepted\","
                    + "\"reason\":\"role launcher\",\"previous\":\"0000000000000000000000000000000000000000000000000000000000000000\","
                    + "\"hash\":\"5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef\"}";
    private static final String FINDING =
            "{\"intact\":true,\"lines\":1,\"seq\":1,\"hash\":\"5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef\"}";

    private final AuditStore store;
    private final AuditVerification verification;
    private final AuditTrail trail;
    private final Jdbi jdbi;
    private final CurrentCaller caller;
    private final ObjectMapper json = ProtocolJson.mapper().copy().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    AuditResource(AuditStore store, AuditVerification verification, AuditTrail trail, Jdbi jdbi, CurrentCaller caller) {
        this.store = store;
        this.verification = verification;
        this.trail = trail;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /** The lines, oldest first, as a stream. */
    @GET
    @Produces(JSON_LINES)
    @Operation(
            operationId = "exportAudit",
            summary = "Export the audit, one JSON object a line, oldest first",
            description =
                    """
                    Lines of a chain: each holds the hash of the one before it. Between the first and the last that is asked for \
                    none is left out. To go on later, pass the last line's seq as after. The export is on record itself.""")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "The lines",
            content =
                    @Content(
                            mediaType = JSON_LINES,
                            schema = @Schema(implementation = AuditLine.class),
                            examples = @ExampleObject(name = "one", value = EXAMPLE)))
    public StreamingOutput export(
            @Parameter(description = "number of the line to begin after") @QueryParam("after") @Nullable Long after,
            @Parameter(description = "decided then or later, such as 2026-01-01T00:00:00Z")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @Parameter(description = "decided then or earlier") @QueryParam("until") @Nullable String until) {
        String workspace = caller.workspace();
        Instant from = instant("since", since);
        Instant to = instant("until", until);
        Range range = jdbi.withHandle(handle -> store.between(handle, workspace, from, to));
        long before = Math.max(after == null ? 0 : after, range.first() - 1);
        trail.record(
                Actor.of(caller.get()),
                "export audit",
                null,
                Decision.ACCEPTED,
                "lines " + (before + 1) + " to " + range.last());
        return output -> write(output, workspace, before, range.last());
    }

    private void write(OutputStream output, String workspace, long after, long last) throws IOException {
        long seq = after;
        while (seq < last) {
            long from = seq;
            // A page at a time, so that a slow reader holds neither a connection nor a snapshot.
            List<AuditLine> page =
                    jdbi.withHandle(handle -> store.after(handle, workspace, from, (int) Math.min(PAGE, last - from)));
            for (AuditLine line : page) {
                json.writeValue(output, line);
                output.write('\n');
            }
            if (page.isEmpty()) {
                return;
            }
            seq = page.getLast().seq();
        }
    }

    /** Follows the chain. */
    @GET
    @Path("/verify")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "verifyAudit",
            summary = "Verify that the audit is as it was written",
            description =
                    """
                    Follows every line to the newest. Note seq and hash of the answer outside of the relay and pass them the next \
                    time: then a chain that was written anew as a whole is found out, too.""")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "What was found; intact says whether all is well",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Finding.class),
                            examples = @ExampleObject(name = "intact", value = FINDING)))
    public Finding verify(
            @Parameter(description = "number of a line that was noted") @QueryParam("seq") @Nullable Long seq,
            @Parameter(description = "its hash") @QueryParam("hash") @Nullable String hash) {
        if ((seq == null) != (hash == null)) {
            throw ProblemException.invalid("seq, hash: give both, as an earlier verification named them, or neither.");
        }
        return seq == null || hash == null
                ? verification.verify(caller.workspace())
                : verification.verify(caller.workspace(), seq, hash);
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw ProblemException.invalid(name + ": write an instant in UTC, such as 2026-01-01T00:00:00Z.");
        }
    }
}
