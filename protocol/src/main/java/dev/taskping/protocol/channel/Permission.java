package dev.taskping.protocol.channel;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person can be allowed to do. Which role may do what is decided here and nowhere else. */
public enum Permission {
    /** See how tasks are doing and what they log. */
    READ(Role.VIEWER),
    /** Create work from approved templates, and the same work again. */
    LAUNCH(Role.LAUNCHER),
    /** Decide for everybody on a channel that it is told less of a task for a while. */
    MUTE(Role.LAUNCHER),
    /** Change what runs: stop, keep, extend. */
    CONTROL(Role.OPERATOR),
    /** Decide who may do what, and read the audit. */
    ADMINISTER(Role.ADMIN);

    private final Role least;

    Permission(Role least) {
        this.least = least;
    }

    /** The least role that has this permission. */
    public Role least() {
        return least;
    }

    /** Whether a person with that role may. */
    public boolean isGivenTo(Role role) {
        return role.includes(least);
    }

    /** All that a person with that role may do. */
    public static Set<Permission> of(Role role) {
        return Collections.unmodifiableSet(Arrays.stream(values())
                .filter(permission -> permission.isGivenTo(role))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class))));
    }
}
