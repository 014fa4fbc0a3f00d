package dev.taskping.relay.audit.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditChainVerifier;
import dev.taskping.relay.audit.AuditChainVerifier.Finding;
import dev.taskping.relay.audit.AuditLine;
import dev.taskping.relay.audit.AuditStore;
import dev.taskping.relay.audit.AuditStore.Range;
import dev.taskping.relay.audit.AuditTrail;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
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

    private final AuditStore store;
    private final AuditChainVerifier verification;
    private final AuditTrail trail;
    private final Jdbi jdbi;
    private final CurrentCaller caller;
    private final ObjectMapper json = ProtocolJson.mapper().copy().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    AuditResource(
            AuditStore store, AuditChainVerifier verification, AuditTrail trail, Jdbi jdbi, CurrentCaller caller) {
        this.store = store;
        this.verification = verification;
        this.trail = trail;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /** The lines, oldest first, as a stream. */
    @GET
    @Produces(JSON_LINES)
    @APIResponseSchema(AuditLine.class)
    public StreamingOutput exportAudit(
            @QueryParam("after") @Nullable Long after,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until) {
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
    public Finding verifyAudit(@QueryParam("seq") @Nullable Long seq, @QueryParam("hash") @Nullable String hash) {
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
