package dev.taskping.relay.channel;

import dev.taskping.relay.platform.configuration.RelayConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;

/** The addresses at which providers reach channels from outside: {@code https://relay.example.org/hooks/ENDPOINT}. */
@ApplicationScoped
public class HookAddresses {

    /** 128 random bits, so that nobody can guess the address of a hook. */
    private static final Pattern ENDPOINT = Pattern.compile("[0-9a-f]{32}");

    private final String relay;

    HookAddresses(RelayConfiguration configuration) {
        this.relay = StringUtils.stripEnd(configuration.publicUrl().toString(), "/");
    }

    /** The address of a channel's hook. */
    public URI of(RegisteredChannel channel) {
        return at("/hooks/" + channel.endpointId());
    }

    /** Another path of the relay, as it is known outside. */
    public URI at(String path) {
        return URI.create(relay + path);
    }

    /** Whether the text has the form of an endpoint. */
    public static boolean isEndpoint(String text) {
        return ENDPOINT.matcher(text).matches();
    }
}
