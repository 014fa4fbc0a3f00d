package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.channel.sms.SmsSettings;
import dev.taskping.relay.channel.sms.TwilioSignature;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells whether a request comes from Twilio. It signs the address that it was given, which is the one outside of any proxy. */
@ApplicationScoped
class TwilioRequests {

    private final String publicUrl;

    TwilioRequests(RelayConfiguration relay) {
        this.publicUrl = relay.publicUrl().toString().replaceAll("/+$", "");
    }

    boolean isGenuine(
            ProviderSettings settings, String path, MultivaluedMap<String, String> form, @Nullable String signature) {
        return signature != null
                && settings instanceof SmsSettings sms
                && new TwilioSignature(sms.authToken())
                        .matches(URI.create(publicUrl + path), Map.copyOf(form), signature)
                && sms.accountSid().equals(form.getFirst("AccountSid"));
    }
}
