package dev.taskping.protocol.channel;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person may do. Only this type decides which role has which permission. */
public enum Permission {
    /** See the state and the logs of tasks. */
    READ(Role.VIEWER),
    /** Launch approved templates, and repeat work. */
    LAUNCH(Role.LAUNCHER),
    /** Mute a task for everybody on a channel. */
    MUTE(Role.LAUNCHER),
    /** Stop, keep and extend running tasks. */
    CONTROL(Role.OPERATOR),
    /** Be notified when somebody is locked out. */
    ADMINISTER(Role.ADMIN);

    private final Role least;

    Permission(Role least) {
        this.least = least;
    }

    /** The lowest role that has this permission. */
    public Role least() {
        return least;
    }

    /** Whether the role has this permission. */
    public boolean isGivenTo(Role role) {
        return role.includes(least);
    }

    /** All permissions of the role. */
    public static Set<Permission> of(Role role) {
        return Collections.unmodifiableSet(Arrays.stream(values())
                .filter(permission -> permission.isGivenTo(role))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class))));
    }
}
