package dev.taskping.relay.channel.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** The configuration of where channels may connect. */
@ConfigMapping(prefix = "taskping.webhook")
public interface EgressConfiguration {

    /**
     * Private targets that channels may name: host names, {@code *.suffix}, addresses or CIDR ranges. Public addresses need no
     * entry; cloud metadata services are always refused.
     */
    @WithName("allowed-hosts")
    Optional<List<String>> allowedHosts();
}
