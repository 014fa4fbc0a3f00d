package dev.taskping.relay.channel.spi;

/**
 * An account of a provider, as the provider itself vouches for it.
 *
 * @param provider which provider, and which server of it where it is not the public one: {@code telegram},
 *     {@code telegram@bots.example.org}
 * @param id the provider's id of the account
 */
public record ProviderAccount(String provider, String id) {

    /** As audits and requests show it, such as {@code telegram:1234567}. */
    public String shown() {
        int server = provider.indexOf('@');
        return (server < 0 ? provider : provider.substring(0, server)) + ":" + id;
    }
}
