package dev.taskping.relay.channel.spi;

/**
 * An account of a provider, as the provider itself vouches for it.
 *
 * @param provider the provider's type, followed by {@code @} and what tells the server apart where it is not the public one
 * @param id the provider's id of the account
 */
public record ProviderAccount(String provider, String id) {

    /** As audits and requests show it: {@code type:id}. */
    public String shown() {
        int server = provider.indexOf('@');
        return (server < 0 ? provider : provider.substring(0, server)) + ":" + id;
    }
}
