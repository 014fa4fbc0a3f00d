package dev.taskping.relay.delivery.api;

import dev.taskping.relay.delivery.explain.DeliveryPage;
import dev.taskping.relay.delivery.explain.DeliveryView;
import dev.taskping.relay.delivery.explain.DeliveryViewStore;
import dev.taskping.relay.platform.api.Paging;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/deliveries}: what was sent, what was not, and why. */
@Path("/v1/deliveries")
@Tag(name = "Deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.SESSION)
public class DeliveriesResource {

    private final DeliveryViewStore deliveries;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    DeliveriesResource(DeliveryViewStore deliveries, Jdbi jdbi, CurrentCaller caller) {
        this.deliveries = deliveries;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /** Deliveries in a state, such as the dead letters. */
    @GET
    public DeliveryPage listDeliveries(@QueryParam("state") @Nullable String state, @BeanParam Paging paging) {
        if (state != null && !Set.of("pending", "delivered", "dead").contains(state)) {
            throw ProblemException.invalid("state: must be pending, delivered or dead.");
        }
        int limit = paging.limit();
        UUID after = paging.after(UUID::fromString);
        return jdbi.withHandle(handle -> {
            Long before = after == null
                    ? null
                    : deliveries.position(handle, caller.workspace(), after).orElseThrow(Paging::unknownPage);
            List<DeliveryView> page = deliveries.inState(handle, caller.workspace(), state, before, limit);
            return new DeliveryPage(page, Paging.next(page, limit, DeliveryView::id));
        });
    }
}
