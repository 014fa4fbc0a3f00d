package dev.taskping.relay.tunnel;

import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Authenticator;
import dev.taskping.relay.security.Caller;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Lets only a cluster, by its JWT, upgrade a connection to a tunnel. */
@ApplicationScoped
public class TunnelUpgrade implements HttpUpgradeCheck {

    private final Authenticator authenticator;

    TunnelUpgrade(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        Optional<String> authorization =
                Optional.ofNullable(context.httpRequest().getHeader("Authorization"));
        return Uni.createFrom()
                .item(() -> check(authorization))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private CheckResult check(Optional<String> authorization) {
        try {
            return switch (authenticator.authenticate(authorization)) {
                case Caller.Cluster cluster -> CheckResult.permitUpgradeSync();
                case Caller.Token token -> CheckResult.rejectUpgradeSync(403);
            };
        } catch (ProblemException e) {
            return CheckResult.rejectUpgradeSync(e.problem().status());
        }
    }
}
