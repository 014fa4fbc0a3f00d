package dev.taskping.protocol.adapter;

/**
 * Delivers notifications through a provider that TaskPing does not know, inside of the relay's process. Found by
 * {@link java.util.ServiceLoader}; its jar lies in the relay's {@code taskping.adapters.directory}.
 *
 * <p>Called by several threads at once, and interrupted when it takes longer than the relay waits for any provider (30
 * seconds). Whatever it throws counts as {@link AdapterResult.Failed}.
 */
public interface CommunityAdapter {

    /** The name that a channel chooses it by: lower-case letters, digits and dashes. */
    String id();

    /**
     * Delivers one notification.
     *
     * @throws Exception for what may work another time
     */
    AdapterResult send(AdapterRequest request) throws Exception;

    /**
     * Asks the provider whether messages can be delivered, without bothering a person.
     *
     * @throws Exception if the provider cannot be asked
     */
    AdapterCheck check(AdapterConfiguration configuration) throws Exception;
}
