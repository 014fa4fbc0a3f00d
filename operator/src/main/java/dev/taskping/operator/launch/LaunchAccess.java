package dev.taskping.operator.launch;

import dev.taskping.crds.LaunchSpec.Requester;
import dev.taskping.crds.LaunchTemplateSpec.Access;
import dev.taskping.operator.launch.LaunchDecision.Rejected;
import dev.taskping.protocol.channel.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may launch a template. */
final class LaunchAccess {

    private LaunchAccess() {}

    /** Why that person may not, if so. Being named does not take the place of the role. */
    static Optional<Rejected> refusal(String template, @Nullable Access access, Requester person) {
        List<Role> roles = access == null || access.roles() == null ? List.of(Role.LAUNCHER) : access.roles();
        if (roles.stream().noneMatch(person.role()::includes)) {
            return Optional.of(new Rejected(
                    "RoleNotAllowed",
                    person.name() + " is " + word(person.role()) + ", and template '" + template + "' is for "
                            + String.join(
                                    " or ",
                                    roles.stream().map(LaunchAccess::word).toList())
                            + "; ask whoever manages the channel for that role"));
        }
        List<String> people = access == null ? null : access.people();
        if (people != null && !people.contains(person.name())) {
            return Optional.of(new Rejected(
                    "PersonNotAllowed",
                    "Template '" + template + "' is for " + String.join(", ", people) + ", not for " + person.name()
                            + "; ask one of them, or whoever manages the template"));
        }
        return Optional.empty();
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
