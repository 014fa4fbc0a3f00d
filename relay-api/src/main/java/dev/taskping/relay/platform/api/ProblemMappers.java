package dev.taskping.relay.platform.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskping.protocol.relay.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception that leaves a resource into problem details (RFC 9457). */
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String MEDIA_TYPE = "application/problem+json";

    @ServerExceptionMapper
    Response problem(ProblemException exception) {
        return response(exception.problem());
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException exception) {
        return response(new Problem(
                "invalid-request", "The body is not the JSON expected", 400, exception.getOriginalMessage()));
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException exception) {
        int status = exception.getResponse().getStatus();
        if (status < 400) {
            return exception.getResponse();
        }
        String title = exception.getResponse().getStatusInfo().getReasonPhrase();
        Throwable cause = exception.getCause();
        String detail = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : title;
        String type = title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
        return response(new Problem(type, title, status, detail));
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException exception) {
        LOG.error("A request failed", exception);
        return response(new Problem(
                "internal-error", "The relay failed", 500, "Try again; the relay's log holds what went wrong."));
    }

    private static Response response(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(MEDIA_TYPE).entity(problem);
        if (problem.status() == 401) {
            response.header("WWW-Authenticate", "Bearer");
        }
        if (problem.status() == 429) {
            response.header("Retry-After", "1");
        }
        return response.build();
    }
}
