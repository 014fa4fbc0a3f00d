package dev.taskping.relay.channel.sms;

import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Delivers text messages through Twilio. There is neither editing nor answering below: both become a message of their own.
 * The reference is Twilio's sid of the message. Twilio takes no idempotency key, so that a message whose acceptance we did
 * not hear of may come twice.
 */
@ApplicationScoped
public class SmsAdapter implements ChannelAdapter<SmsSettings> {

    private final TwilioApiClient api;

    /** Calls through the given client. */
    public SmsAdapter(TwilioApiClient api) {
        this.api = api;
    }

    /**
     * What to say of a message that Twilio had taken and then lost.
     *
     * @param status Twilio's word for it
     * @param code the number of the error, if there is one
     */
    static String lost(String status, @Nullable String code) {
        String says = "Twilio says: " + status + (code == null ? "" : " (" + code + ")") + ".";
        return code == null || !code.matches("\\d{5}")
                ? says
                : TwilioErrorMapper.cure(Integer.parseInt(code))
                        .map(cure -> says + " " + cure)
                        .orElse(says);
    }

    @Override
    public Class<SmsSettings> settingsType() {
        return SmsSettings.class;
    }

    @Override
    public DeliveryResult send(SmsSettings settings, Notification notification) {
        if (notification.placement() instanceof Placement.EditOf edit && !edit.orAnew()) {
            return new DeliveryResult.Delivered(edit.reference());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("To", recipient(settings, notification.placement()));
        if (settings.messagingServiceSid() != null) {
            fields.put("MessagingServiceSid", settings.messagingServiceSid());
        } else {
            fields.put("From", String.valueOf(settings.from()));
        }
        fields.put(
                "Body",
                SmsRendering.of(notification.message(), notification.event()).body());
        // Twilio reports what becomes of a message to a relay that it can reach.
        if (notification.hook() != null && "https".equals(notification.hook().getScheme())) {
            fields.put("StatusCallback", notification.hook().toString());
        }
        try {
            TwilioResponse answer = api.send(settings, fields);
            return answer.isOk() ? accepted(answer) : TwilioErrorMapper.toResult(answer);
        } catch (ProviderUnreachableException e) {
            return e.toResult();
        }
    }

    private static DeliveryResult accepted(TwilioResponse answer) {
        String sid = answer.body().path("sid").asText();
        return sid.isEmpty()
                ? new DeliveryResult.Failed("Twilio's answer names no message; check the channel's apiUrl")
                : new DeliveryResult.Delivered(sid);
    }

    private static String recipient(SmsSettings settings, Placement placement) {
        @Nullable
        String conversation =
                switch (placement) {
                    case Placement.Fresh fresh -> null;
                    case Placement.ReplyTo reply -> reply.conversation();
                    case Placement.EditOf edit -> edit.conversation();
                };
        return conversation == null ? settings.to() : conversation;
    }

    @Override
    public ChannelCheck check(SmsSettings settings) {
        try {
            TwilioResponse account = api.account(settings, settings.accountSid());
            if (!account.isOk()) {
                return TwilioErrorMapper.toCheck(account);
            }
            String status = account.body().path("status").asText();
            if (!status.equals("active")) {
                return new ChannelCheck(
                        false,
                        "AccountNotActive",
                        "Twilio says: the account is " + status + ". "
                                + TwilioErrorMapper.cure(20005).orElseThrow());
            }
            Optional<ChannelCheck> fault = settings.messagingServiceSid() == null
                    ? numberFault(settings, String.valueOf(settings.from()))
                    : serviceFault(settings, settings.messagingServiceSid());
            return fault.orElseGet(() -> new ChannelCheck(
                    true,
                    "Verified",
                    "Sends from "
                            + (settings.messagingServiceSid() == null
                                    ? settings.from()
                                    : "service " + settings.messagingServiceSid())
                            + " to " + settings.to() + "."));
        } catch (ProviderUnreachableException e) {
            return e.toCheck();
        }
    }

    private Optional<ChannelCheck> numberFault(SmsSettings settings, String number)
            throws ProviderUnreachableException {
        TwilioResponse numbers = api.numbers(settings, number);
        if (!numbers.isOk()) {
            return Optional.of(TwilioErrorMapper.toCheck(numbers));
        }
        boolean sends = numbers.body()
                .path("incoming_phone_numbers")
                .path(0)
                .path("capabilities")
                .path("sms")
                .asBoolean();
        return sends
                ? Optional.empty()
                : Optional.of(new ChannelCheck(
                        false,
                        "UnknownSender",
                        "Twilio's account has no number " + number + " that can send text messages. "
                                + TwilioErrorMapper.cure(21606).orElseThrow()));
    }

    private Optional<ChannelCheck> serviceFault(SmsSettings settings, String serviceSid)
            throws ProviderUnreachableException {
        TwilioResponse service = api.service(settings, serviceSid);
        if (service.isOk()) {
            return Optional.empty();
        }
        return Optional.of(
                service.status() == 404
                        ? new ChannelCheck(
                                false,
                                "UnknownSender",
                                "Twilio says: " + service.words() + ". "
                                        + TwilioErrorMapper.cure(21701).orElseThrow())
                        : TwilioErrorMapper.toCheck(service));
    }
}
