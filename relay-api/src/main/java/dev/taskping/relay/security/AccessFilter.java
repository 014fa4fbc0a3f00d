package dev.taskping.relay.security;

import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.Caller.Scope;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a request through to its resource only for those named by {@link Access}. */
@Provider
public class AccessFilter implements ContainerRequestFilter {

    private final Authenticator authenticator;
    private final CurrentCaller currentCaller;
    private final RoutingContext routing;

    @Context
    @Nullable
    ResourceInfo resource;

    AccessFilter(Authenticator authenticator, CurrentCaller currentCaller, RoutingContext routing) {
        this.authenticator = authenticator;
        this.currentCaller = currentCaller;
        this.routing = routing;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Set<To> admitted = admitted();
        if (admitted.contains(To.ANYONE)) {
            return;
        }
        Caller caller = RequestBodyReceiver.caller(routing)
                .orElseGet(() -> authenticator.authenticate(
                        Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))));
        if (!admits(admitted, caller)) {
            throw ProblemException.forbidden(
                    "This credential is not for this operation; it is open to " + admitted + ".");
        }
        currentCaller.set(caller);
    }

    private Set<To> admitted() {
        ResourceInfo info = resource;
        if (info == null || info.getResourceMethod() == null) {
            return Set.of();
        }
        Access access = info.getResourceMethod().getAnnotation(Access.class);
        if (access == null) {
            access = info.getResourceClass().getAnnotation(Access.class);
        }
        return access == null ? Set.of() : Set.of(access.value());
    }

    static boolean admits(Set<To> admitted, Caller caller) {
        return switch (caller) {
            case Caller.Cluster cluster -> admitted.contains(To.CLUSTER);
            case Caller.Token token ->
                admitted.contains(To.SESSION) || (admitted.contains(To.ADMIN) && token.scope() == Scope.ADMIN);
        };
    }
}
