package dev.taskping.testkit.simulator.twilio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
     * {@code Services}. A {@link Fault.Refusal} begins with Twilio's code, as in {@code 30034 Unregistered number}.
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

    /** The account's status: {@code active}, {@code suspended} or {@code closed}. */
    public void status(String accountStatus) {
        this.status = accountStatus;
    }

    private Reply handle(Request request) {
        List<String> path = List.of(request.path().split("/"));
        String operation = operation(path);
        Optional<Fault> fault = faults.take(operation);
        if (fault.isPresent() && !(fault.get() instanceof Fault.ResetAfterAccept)) {
            return failure(fault.get());
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
            return error(401, 20003, "Authenticate", null);
        }
        boolean own =
                operation.equals("Services") || path.size() < 4 || path.get(3).startsWith(accountSid);
        if (!own) {
            return missing(request);
        }
        return switch (operation) {
            case "Accounts" -> json(200, object().put("sid", accountSid).put("status", status));
            case "IncomingPhoneNumbers" -> numbers(Request.fields(request.query()));
            case "Services" ->
                path.get(3).equals(SERVICE_SID) ? json(200, object().put("sid", SERVICE_SID)) : missing(request);
            case "Messages" -> send(Request.fields(request.text()));
            default -> missing(request);
        };
    }

    private static Reply numbers(Map<String, String> query) {
        ObjectNode body = object();
        var found = body.putArray("incoming_phone_numbers");
        if (NUMBER.contains(query.getOrDefault("PhoneNumber", ""))) {
            found.addObject()
                    .put("phone_number", NUMBER)
                    .putObject("capabilities")
                    .put("sms", true);
        }
        return json(200, body);
    }

    private synchronized Reply send(Map<String, String> form) {
        String to = form.getOrDefault("To", "");
        String from = form.getOrDefault("From", form.getOrDefault("MessagingServiceSid", ""));
        String body = form.getOrDefault("Body", "");
        if (!status.equals("active")) {
            return error(401, 20005, "Account not active", null);
        }
        if (from.isEmpty()) {
            return error(400, 21603, "A 'From' phone number is required.", null);
        }
        if (form.containsKey("MessagingServiceSid") ? !from.equals(SERVICE_SID) : !from.equals(NUMBER)) {
            return form.containsKey("MessagingServiceSid")
                    ? error(400, 21701, "The Messaging Service does not exist.", null)
                    : error(
                            400,
                            21659,
                            "'From' " + from + " is not a Twilio phone number or Short Code country mismatch",
                            null);
        }
        if (!to.matches("\\+[1-9]\\d{6,14}")) {
            return error(400, 21211, "Invalid 'To' Phone Number: " + to, null);
        }
        if (landlines.contains(to)) {
            return error(400, 21614, "'To' number: " + to + ", is not a valid mobile number", null);
        }
        if (unsubscribed.contains(to)) {
            return error(400, 21610, "Attempt to send to unsubscribed recipient", null);
        }
        if (body.isBlank()) {
            return error(400, 21602, "Message body is required.", null);
        }
        // Twilio, Messages resource, "body": up to 1,600 characters.
        if (body.length() > 1600) {
            return error(400, 21617, "The concatenated message body exceeds the 1600 character limit", null);
        }
        Encoding encoding = Encoding.of(body);
        TextMessage message = new TextMessage(
                "SM%032x".formatted(messages.size() + 1),
                from,
                to,
                body,
                encoding,
                encoding.segments(body),
                Instant.now());
        messages.add(message);
        return json(
                201,
                object().put("sid", message.sid())
                        .put("status", "queued")
                        .put("to", to)
                        .put("from", from)
                        .put("body", body)
                        .put("num_segments", Integer.toString(message.segments())));
    }

    private static Reply failure(Fault fault) {
        return switch (fault) {
            case Fault.Status status
            when status.code() == 429 -> error(429, 20429, "Too Many Requests", status.retryAfter());
            case Fault.Status status -> error(status.code(), 20500, "Internal Server Error", status.retryAfter());
            case Fault.Refusal refusal -> {
                String[] words = refusal.description().split(" ", 2);
                yield error(refusal.code(), Integer.parseInt(words[0]), words[1], null);
            }
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    private static Reply missing(Request request) {
        return error(404, 20404, "The requested resource " + request.path() + " was not found", null);
    }

    private static Reply error(int status, int code, String message, @Nullable Duration retryAfter) {
        String body = object().put("code", code)
                .put("message", message)
                .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                .put("status", status)
                .toString();
        Map<String, String> headers = retryAfter == null
                ? Map.of("Content-Type", "application/json")
                : Map.of("Content-Type", "application/json", "Retry-After", Long.toString(retryAfter.toSeconds()));
        return new Reply.Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply json(int status, ObjectNode body) {
        return Reply.json(status, body.toString());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
