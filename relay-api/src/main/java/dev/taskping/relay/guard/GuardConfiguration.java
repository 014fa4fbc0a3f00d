package dev.taskping.relay.guard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How much people may ask, {@code taskping.guard.*}; of all replicas together. */
@ConfigMapping(prefix = "taskping.guard")
public interface GuardConfiguration {

    /** Requests of one person in a minute, whatever the accounts. */
    @WithDefault("20")
    int requestsPerPerson();

    /** Requests of all people of a workspace in a minute. */
    @WithDefault("600")
    int requestsPerWorkspace();

    /** Refusals after which an account is locked out. */
    @WithDefault("10")
    int refusals();

    /** In which time. */
    @WithDefault("10m")
    Duration refusalsWithin();

    /** For how long. */
    @WithDefault("15m")
    Duration lockOut();

    /** Wrong pairing codes that one account may send in an hour. */
    @WithDefault("10")
    int codesPerAccount();

    /** Wrong pairing codes that may be sent to one bot in an hour, by whomever. */
    @WithDefault("300")
    int codesPerBot();

    /** Patterns (RE2) that no request in any workspace may hold. Workspaces add their own with {@code POST /v1/bans}. */
    Optional<List<String>> banned();
}
