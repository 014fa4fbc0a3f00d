package dev.taskping.operator.launch.decision;

import dev.taskping.crds.launch.LaunchSpec.Requester;
import dev.taskping.crds.launch.LaunchTemplateSpec.Access;
import dev.taskping.operator.launch.decision.LaunchDecision.Rejected;
import dev.taskping.protocol.channel.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a person may launch a template. Whoever may create a channel names its people and their roles, so a name and a role count in
 * the namespace of that channel alone, unless the template names a person of another one. Pure.
 */
public final class LaunchAccessCheck {

    private LaunchAccessCheck() {}

    /**
     * Why that person may not; empty if they may. A person needs one of the roles even if the template names them.
     *
     * @param namespace the template's namespace, which is the Launch's
     */
    public static Optional<Rejected> refusal(
            String template, String namespace, @Nullable Access access, Requester person) {
        List<Role> roles = access == null || access.roles() == null ? List.of(Role.LAUNCHER) : access.roles();
        if (roles.stream().noneMatch(person.role()::includes)) {
            return Optional.of(new Rejected(
                    "RoleNotAllowed",
                    person.name() + " is " + name(person.role()) + ", and template '" + template + "' is for "
                            + String.join(
                                    " or ",
                                    roles.stream().map(LaunchAccessCheck::name).toList())
                            + "; ask whoever manages the channel for that role"));
        }
        List<String> people = access == null ? null : access.people();
        String home = person.namespace() == null ? namespace : person.namespace();
        String qualified = home + "/" + person.name();
        boolean named = people != null
                && (people.contains(qualified) || (home.equals(namespace) && people.contains(person.name())));
        if (!named && !home.equals(namespace)) {
            return Optional.of(new Rejected(
                    "NamespaceNotAllowed",
                    person.name() + " is " + name(person.role()) + " in namespace '" + home + "', and template '"
                            + template
                            + "' is for people of namespace '" + namespace
                            + "'; ask whoever manages the template to add '"
                            + qualified + "' to access.people, or to name " + person.name() + " on a channel of '"
                            + namespace + "'"));
        }
        if (!named && people != null) {
            return Optional.of(new Rejected(
                    "PersonNotAllowed",
                    "Template '" + template + "' is for " + String.join(", ", people) + ", not for " + person.name()
                            + "; ask one of them, or whoever manages the template"));
        }
        return Optional.empty();
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
