package dev.taskping.relay.platform.api;

import dev.taskping.protocol.relay.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Completes the OpenAPI document where all operations are alike: whatever is secured can answer 401 and 403, anything
 * can answer 400 and 500, and each error is a {@link Problem}.
 */
public final class ErrorResponses implements OASFilter {

    private static final String MEDIA_TYPE = "application/problem+json";

    private record Standard(String status, String description, boolean securedOnly) {}

    private static final List<Standard> STANDARD = List.of(
            new Standard("400", "The request cannot be understood; detail names the field and what is accepted", false),
            new Standard("401", "No credential, or one that is not valid", true),
            new Standard("403", "The credential is not for this operation", true),
            new Standard("500", "The relay failed; try again", false));

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        for (PathItem path : document.getPaths().getPathItems().values()) {
            path.getOperations().values().forEach(ErrorResponses::complete);
        }
    }

    private static void complete(Operation operation) {
        boolean secured =
                operation.getSecurity() != null && !operation.getSecurity().isEmpty();
        for (Standard standard : STANDARD) {
            if ((secured || !standard.securedOnly) && !operation.getResponses().hasAPIResponse(standard.status)) {
                operation
                        .getResponses()
                        .addAPIResponse(
                                standard.status, OASFactory.createAPIResponse().description(standard.description));
            }
        }
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.startsWith("4") || status.startsWith("5")) {
                response.setContent(problem(status, response));
            }
        });
    }

    private static Content problem(String status, APIResponse response) {
        Problem example =
                new Problem("a-stable-word", response.getDescription(), Integer.parseInt(status), "What to do");
        return OASFactory.createContent()
                .addMediaType(
                        MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))
                                .example(java.util.Map.of(
                                        "type", example.type(),
                                        "title", example.title(),
                                        "status", example.status(),
                                        "detail", "The object at fault and the cure")));
    }
}
