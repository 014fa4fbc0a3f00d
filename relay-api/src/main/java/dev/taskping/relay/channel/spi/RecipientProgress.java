package dev.taskping.relay.channel.spi;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has a message already that goes to each recipient on its own. An adapter notes each recipient as soon as the provider has accepted
 * their copy. The relay keeps that with the attempt, however it ends, and the next attempt goes to the others only. Thread safe.
 */
public final class RecipientProgress {

    private final Set<String> reached = ConcurrentHashMap.newKeySet();

    /** Nobody has it. */
    public RecipientProgress() {}

    /** These have it, from earlier attempts. */
    public RecipientProgress(Collection<String> reached) {
        this.reached.addAll(reached);
    }

    /** Notes that these have it now. */
    public void add(Collection<String> recipients) {
        reached.addAll(recipients);
    }

    /** Those of the recipients that do not have it, in their order. */
    public List<String> without(List<String> recipients) {
        return recipients.stream().filter(one -> !reached.contains(one)).toList();
    }

    /** Who has it, in alphabetical order. */
    public List<String> reached() {
        return reached.stream().sorted().toList();
    }
}
