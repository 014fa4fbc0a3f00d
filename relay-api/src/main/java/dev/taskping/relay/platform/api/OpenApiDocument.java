package dev.taskping.relay.platform.api;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the OpenAPI document, served at {@code /openapi}, says about the interface as a whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "TaskPing relay",
                        version = "v1",
                        license = @License(name = "Apache-2.0"),
                        description =
                                """
                                Takes events of tasks in, delivers messages about them, takes answers, and carries \
                                commands back to where the work is. JSON is in camelCase; the two requests of command \
                                lines (POST /v1/tasks and POST /v1/commands) are in snake_case. Absent means unknown; \
                                null is never sent. Errors are problem details (RFC 9457) whose type is a stable word. \
                                Operators also dial GET /v1/tunnel, a WebSocket that carries commands; it takes the \
                                same cluster JWT."""),
        tags = {
            @Tag(name = "Events", description = "What clusters and sessions tell the relay"),
            @Tag(name = "Tasks", description = "What is known of tasks"),
            @Tag(name = "Deliveries", description = "What was sent, what was not, and why"),
            @Tag(name = "Channels", description = "How messages reach people and machines"),
            @Tag(name = "Commands", description = "What is asked for in answer to a task")
        })
@SecurityScheme(
        securitySchemeName = "cluster",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description =
                """
                A JWT signed HS256 with the cluster's key: header kid and claims iss and sub are the cluster's id, aud is \
                taskping-relay, exp at most ten minutes ahead.""")
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "An API token, tp_ and random characters.")
@SecurityScheme(
        securitySchemeName = "reply",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "The reply token that came with a webhook's event: good for one launch, in answer to that event.")
public class OpenApiDocument extends Application {}
