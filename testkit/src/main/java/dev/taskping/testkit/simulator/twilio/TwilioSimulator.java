package dev.taskping.testkit.simulator.twilio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Twilio with one account, one number and one messaging service. To the account it speaks the REST API with the documented
 * limits and error bodies; for people it shows what arrived on which telephone.
 *
 * <p>Not simulated: MMS, scheduled messages, carriers that are slow, the prefix of trial accounts.
 */
public final class TwilioSimulator implements AutoCloseable {

    /** Twilio's own magic number for senders that always work. */
    public static final String NUMBER = "+15005550006";

    private static final String SERVICE_SID = "MG" + "5".repeat(32);

    private final String accountSid;
    private final String authToken;
    private final FaultPlan faults = new FaultPlan();
    private final List<TextMessage> messages = new ArrayList<>();
    private final Set<String> unsubscribed = ConcurrentHashMap.newKeySet();
    private final Set<String> landlines = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inbound = new AtomicInteger();
    private volatile String status = "active";
    private final HttpEndpoint endpoint;

    private TwilioSimulator(int port, String accountSid, String authToken) {
        this.accountSid = accountSid;
        this.authToken = authToken;
        this.endpoint = HttpEndpoint.start(port, this::handle);
    }

    /**
     * Starts it.
     *
     * @param port a port, or 0 for a free one
     * @param accountSid {@code AC} and 32 hexadecimal digits
     * @param authToken the only token it accepts
     */
    public static TwilioSimulator start(int port, String accountSid, String authToken) {
        return new TwilioSimulator(port, accountSid, authToken);
    }

    /** One on a free port with an account of its own. */
    public static TwilioSimulator start() {
        return start(0, "AC" + "0".repeat(31) + "1", "simulated-auth-token-00000000000");
    }

    /** What goes where {@code https://api.twilio.com} would. */
    public URI url() {
        return endpoint.uri();
    }

    /** The account. */
    public String accountSid() {
        return accountSid;
    }

    /** The account's token. */
    public String authToken() {
        return authToken;
    }

    /** The messaging service. */
    public String messagingServiceSid() {
        return SERVICE_SID;
    }

    /**
     * Makes coming calls fail; the operation is {@code Messages}, {@code Accounts}, {@code IncomingPhoneNumbers} or
     * {@code Services}. A {@link Fault.Refusal} may begin with Twilio's code, as in {@code 30034 Unregistered number}.
     */
    public FaultPlan faults() {
        return faults;
    }

    /** Every message that was accepted, oldest first. */
    public synchronized List<TextMessage> messages() {
        return List.copyOf(messages);
    }

    /** The person with this number has answered STOP. */
    public void unsubscribe(String number) {
        unsubscribed.add(number);
    }

    /** This number is no mobile telephone. */
    public void addLandline(String number) {
        landlines.add(number);
    }

    /**
     * A person writes to the number: the address that the number has for that is called, signed by the account's token.
     *
     * @param from the person's number
     * @param text what they write
     * @param url the address, as Twilio knows it
     * @param target where a proxy hands it on to; the address itself if there is none
     * @return the HTTP status of the answer
     */
    public int text(String from, String text, URI url, URI target) {
        Map<String, String> form = new TreeMap<>(Map.of(
                "MessageSid", "SM%032x".formatted(0x1000 + inbound.incrementAndGet()),
                "AccountSid", accountSid,
                "From", from,
                "To", NUMBER,
                "Body", text,
                "NumMedia", "0"));
        return InboundTextCallback.push(url, target, form, authToken);
    }

    /**
     * A carrier does not deliver a message: where its status is to be told is called, signed.
     *
     * @param sid the message
     * @param errorCode why, such as 30005
     * @param url the address, as Twilio knows it
     * @param target where a proxy hands it on to; the address itself if there is none
     * @return the HTTP status of the answer
     */
    public int lose(String sid, int errorCode, URI url, URI target) {
        Map<String, String> form = Map.of(
                "MessageSid",
                sid,
                "AccountSid",
                accountSid,
                "MessageStatus",
                "undelivered",
                "ErrorCode",
                Integer.toString(errorCode));
        return InboundTextCallback.push(url, target, form, authToken);
    }

    /** The account's status: {@code active}, {@code suspended} or {@code closed}. */
    public void status(String accountStatus) {
        this.status = accountStatus;
    }

    private Reply handle(Request request) {
        List<String> path = List.of(request.path().split("/"));
        String operation = operation(path);
        Optional<Fault> fault = faults.take(operation);
        if (fault.isPresent() && !(fault.get() instanceof Fault.ResetAfterAccept)) {
            return TwilioReplies.failure(fault.get());
        }
        Reply reply = answer(request, operation, path);
        return fault.isPresent() ? new Reply.Break(Duration.ZERO) : reply;
    }

    private static String operation(List<String> path) {
        boolean account = path.size() == 4 && path.get(2).equals("Accounts");
        boolean service = path.size() == 4 && path.get(2).equals("Services");
        boolean below = path.size() == 5 && path.get(2).equals("Accounts");
        return account ? "Accounts" : service ? "Services" : below ? path.get(4).replace(".json", "") : "";
    }

    private Reply answer(Request request, String operation, List<String> path) {
        String credentials = accountSid + ":" + authToken;
        String expected = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        if (!request.header("Authorization").orElse("").equals(expected)) {
            return TwilioReplies.error(401, 20003, "Authenticate", null);
        }
        boolean own =
                operation.equals("Services") || path.size() < 4 || path.get(3).startsWith(accountSid);
        if (!own) {
            return TwilioReplies.missing(request);
        }
        return switch (operation) {
            case "Accounts" ->
                TwilioReplies.json(
                        200, TwilioReplies.object().put("sid", accountSid).put("status", status));
            case "IncomingPhoneNumbers" -> numbers(Request.fields(request.query()));
            case "Services" ->
                path.get(3).equals(SERVICE_SID)
                        ? TwilioReplies.json(200, TwilioReplies.object().put("sid", SERVICE_SID))
                        : TwilioReplies.missing(request);
            case "Messages" -> send(Request.fields(request.text()));
            default -> TwilioReplies.missing(request);
        };
    }

    private static Reply numbers(Map<String, String> query) {
        ObjectNode body = TwilioReplies.object();
        var found = body.putArray("incoming_phone_numbers");
        if (NUMBER.contains(query.getOrDefault("PhoneNumber", ""))) {
            found.addObject()
                    .put("phone_number", NUMBER)
                    .putObject("capabilities")
                    .put("sms", true);
        }
        return TwilioReplies.json(200, body);
    }

    private synchronized Reply send(Map<String, String> form) {
        String to = form.getOrDefault("To", "");
        String from = form.getOrDefault("From", form.getOrDefault("MessagingServiceSid", ""));
        String body = form.getOrDefault("Body", "");
        if (!status.equals("active")) {
            return TwilioReplies.error(401, 20005, "Account not active", null);
        }
        if (from.isEmpty()) {
            return TwilioReplies.error(400, 21603, "A 'From' phone number is required.", null);
        }
        if (form.containsKey("MessagingServiceSid") ? !from.equals(SERVICE_SID) : !from.equals(NUMBER)) {
            return form.containsKey("MessagingServiceSid")
                    ? TwilioReplies.error(400, 21701, "The Messaging Service does not exist.", null)
                    : TwilioReplies.error(
                            400,
                            21659,
                            "'From' " + from + " is not a Twilio phone number or Short Code country mismatch",
                            null);
        }
        if (!to.matches("\\+[1-9]\\d{6,14}")) {
            return TwilioReplies.error(400, 21211, "Invalid 'To' Phone Number: " + to, null);
        }
        if (landlines.contains(to)) {
            return TwilioReplies.error(400, 21614, "'To' number: " + to + ", is not a valid mobile number", null);
        }
        if (unsubscribed.contains(to)) {
            return TwilioReplies.error(400, 21610, "Attempt to send to unsubscribed recipient", null);
        }
        if (body.isBlank()) {
            return TwilioReplies.error(400, 21602, "Message body is required.", null);
        }
        // Twilio, Messages resource, "body": up to 1,600 characters.
        if (body.length() > 1600) {
            return TwilioReplies.error(
                    400, 21617, "The concatenated message body exceeds the 1600 character limit", null);
        }
        if (!form.getOrDefault("StatusCallback", "https://example.org")
                .matches("https?://[^_/:]+\\.[^_/:]+(:\\d+)?(/.*)?")) {
            return TwilioReplies.error(400, 21609, "The 'StatusCallback' URL is not a valid URL.", null);
        }
        Encoding encoding = Encoding.of(body);
        TextMessage message = new TextMessage(
                "SM%032x".formatted(messages.size() + 1),
                from,
                to,
                body,
                encoding,
                encoding.segments(body),
                form.get("StatusCallback"),
                Instant.now());
        messages.add(message);
        return TwilioReplies.json(
                201,
                TwilioReplies.object()
                        .put("sid", message.sid())
                        .put("status", "queued")
                        .put("to", to)
                        .put("from", from)
                        .put("body", body)
                        .put("num_segments", Integer.toString(message.segments())));
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
