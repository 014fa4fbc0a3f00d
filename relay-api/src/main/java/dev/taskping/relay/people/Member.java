package dev.taskping.relay.people;

import dev.taskping.protocol.channel.Role;
import java.util.UUID;

/**
 * A person with a role on a channel.
 *
 * @param personId ours
 * @param name how the person is called
 * @param role what the person may do
 * @param namespace the namespace whose channels name the person, and in which the role counts
 */
public record Member(UUID personId, String name, Role role, String namespace) {}
