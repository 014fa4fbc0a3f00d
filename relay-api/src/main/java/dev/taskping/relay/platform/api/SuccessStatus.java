package dev.taskping.relay.platform.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jboss.jandex.IndexView;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * Says in the OpenAPI document, at build time, that a method with {@link ResponseStatus} answers with that status. Before the
 * texts are added, which describe the answer by its status.
 */
@OpenApiFilter(value = OpenApiFilter.RunStage.BUILD, priority = 2)
public final class SuccessStatus implements OASFilter {

    private static final String OK = "200";

    /** By operation, whose id is its method's name. */
    private final Map<String, String> statuses = new HashMap<>();

    /** With the status of all methods. */
    public SuccessStatus(IndexView index) {
        index.getAnnotations(ResponseStatus.class)
                .forEach(status -> statuses.put(
                        status.target().asMethod().name(),
                        status.value().value().toString()));
    }

    @Override
    public Operation filterOperation(Operation operation) {
        String status = statuses.get(operation.getOperationId());
        APIResponses responses = operation.getResponses();
        APIResponse success = responses.getAPIResponse(OK);
        if (status != null && success != null) {
            responses.removeAPIResponse(OK);
            responses.addAPIResponse(status, success);
        }
        return operation;
    }
}
