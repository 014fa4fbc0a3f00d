package dev.taskping.protocol.adapter;

/**
 * Delivers notifications through a provider that TaskPing does not support, inside the relay's process. The relay finds it with
 * {@link java.util.ServiceLoader} in the jars in {@code taskping.adapters.directory}.
 *
 * <p>Several threads may call it at once. The relay interrupts a call after 30 seconds, its time-out for every provider. An
 * exception counts as {@link AdapterResult.Failed}.
 */
public interface CommunityAdapter {

    /** The name by which a channel selects this adapter: lower-case letters, digits and dashes. */
    String id();

    /**
     * Delivers one notification.
     *
     * @throws Exception if the attempt failed and may work later
     */
    AdapterResult send(AdapterRequest request) throws Exception;

    /**
     * Asks the provider whether the adapter can deliver messages, without sending one.
     *
     * @throws Exception if the provider cannot be reached
     */
    AdapterCheck check(AdapterConfiguration configuration) throws Exception;
}
