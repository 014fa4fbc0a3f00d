package dev.taskping.relay.channel.sms;

import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.HookAdapter;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.channel.spi.HookResponse;
import dev.taskping.relay.channel.spi.HookResult;
import dev.taskping.relay.channel.spi.InboundUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears people who send text messages to a number of Twilio's. To the same address Twilio reports what became of our own
 * messages ({@code StatusCallback}); only that one is lost is news.
 */
@ApplicationScoped
public class SmsInboundAdapter implements HookAdapter<SmsSettings> {

    /** TwiML that says nothing: answers go out like all messages. */
    private static final String NOTHING = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

    /** Of a status report alone. */
    private static final String STATUS = "MessageStatus";

    private static final Set<String> LOST = Set.of("failed", "undelivered");

    /**
     * Twilio Docs, "Twilio support for opt-out keywords": whoever sends one gets the carrier's answer, and no messages from then on, or
     * messages again.
     */
    private static final Set<String> CARRIERS_WORDS = Set.of(
            "STOP",
            "STOPALL",
            "UNSUBSCRIBE",
            "CANCEL",
            "END",
            "QUIT",
            "REVOKE",
            "OPTOUT",
            "START",
            "UNSTOP",
            "HELP",
            "INFO");

    @Override
    public Class<SmsSettings> settingsType() {
        return SmsSettings.class;
    }

    @Override
    public ChannelType type() {
        return SmsDescriptor.TYPE;
    }

    @Override
    public Optional<BotIdentity> bot(SmsSettings settings) {
        return Optional.of(BotIdentity.of(
                type(),
                settings.authToken(),
                settings.accountSid() + " " + settings.from() + " " + settings.messagingServiceSid()));
    }

    /** RFC 5724. */
    @Override
    public Optional<String> pairingLink(SmsSettings settings, String code) {
        return Optional.ofNullable(settings.from()).map(number -> "sms:" + number + "?body=%2Fstart%20" + code);
    }

    @Override
    public String hookName() {
        return "twilio";
    }

    @Override
    public boolean verify(SmsSettings settings, HookRequest request) {
        String signature = request.header("X-Twilio-Signature");
        Map<String, List<String>> form = request.form();
        return signature != null
                && new TwilioSignature(settings.authToken()).matches(request.url(), form, signature)
                && settings.accountSid().equals(field(form, "AccountSid"));
    }

    @Override
    public HookResult read(SmsSettings settings, HookRequest request) {
        Map<String, List<String>> form = request.form();
        if (form.containsKey(STATUS)) {
            return status(form);
        }
        return bot(settings)
                .flatMap(bot -> text(bot, form))
                .<HookResult>map(HookResult.Update::new)
                .orElseGet(() -> new HookResult.Answer(HookResponse.xml(NOTHING)));
    }

    @Override
    public HookResponse acknowledge(SmsSettings settings, HookRequest request, InboundUpdate update, String popUp) {
        return HookResponse.xml(NOTHING);
    }

    private static HookResult status(Map<String, List<String>> form) {
        HookResponse taken = HookResponse.empty(204);
        String sid = field(form, "MessageSid");
        String status = field(form, STATUS);
        return sid != null && status != null && LOST.contains(status)
                ? new HookResult.Undelivered(sid, SmsAdapter.lost(status, field(form, "ErrorCode")), taken)
                : new HookResult.Answer(taken);
    }

    /** Some words are the carrier's to answer, alone in a message; with Advanced Opt-Out, Twilio says so by {@code OptOutType}. */
    private static Optional<InboundUpdate> text(BotIdentity bot, Map<String, List<String>> form) {
        String from = field(form, "From");
        String sid = field(form, "MessageSid");
        String body = field(form, "Body");
        if (from == null || sid == null || body == null || form.containsKey("OptOutType") || isCarriers(body)) {
            return Optional.empty();
        }
        return Optional.of(new InboundUpdate.Text(
                sid, from, false, bot.account(from), sid, body, null, InboundUpdate.Addressee.BOT));
    }

    private static boolean isCarriers(String body) {
        return CARRIERS_WORDS.contains(body.strip().toUpperCase(Locale.ROOT));
    }

    private static @Nullable String field(Map<String, List<String>> form, String name) {
        List<String> values = form.get(name);
        return values == null ? null : values.getFirst();
    }
}
