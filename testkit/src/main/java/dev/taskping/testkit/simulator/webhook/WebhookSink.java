package dev.taskping.testkit.simulator.webhook;

import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes signed webhooks on any path, remembers each, refuses bad signatures with 401, and fails when told to. */
public final class WebhookSink implements AutoCloseable {

    /** The verdict on a good signature. */
    public static final String VALID = "valid";

    private static final String SECRET = "whsec_" + "c2ltdWxhdGVkLXNpZ25pbmctc2VjcmV0LTMyYnl0ZXM=";

    private final StandardWebhooks verifier;
    private final String secret;
    private final FaultPlan faults = new FaultPlan();
    private final List<ReceivedRequest> received = new ArrayList<>();
    private final HttpEndpoint endpoint;

    private WebhookSink(int port, String secret, Clock clock) {
        this.secret = secret;
        this.verifier = new StandardWebhooks(secret, clock);
        this.endpoint = HttpEndpoint.start(port, this::handle);
    }

    /**
     * Starts it.
     *
     * @param port a port, or 0 for a free one
     * @param secret {@code whsec_} and the key in Base64
     */
    public static WebhookSink start(int port, String secret) {
        return new WebhookSink(port, secret, Clock.systemUTC());
    }

    /** One on a free port with a secret of its own. */
    public static WebhookSink start() {
        return start(Clock.systemUTC());
    }

    /** The same, for senders whose clock is moved: a signature may be five minutes old by that clock. */
    public static WebhookSink start(Clock clock) {
        return new WebhookSink(0, SECRET, clock);
    }

    /** Where to send webhooks. */
    public URI url() {
        return endpoint.uri().resolve("/hook");
    }

    /** The secret that signatures are checked with. */
    public String secret() {
        return secret;
    }

    /** Makes coming requests fail; the operation is the request's path. */
    public FaultPlan faults() {
        return faults;
    }

    /** Every request, in order of arrival. */
    public synchronized List<ReceivedRequest> requests() {
        return List.copyOf(received);
    }

    /** Requests that were taken, in order of arrival; the same message twice if it came twice. */
    public List<ReceivedRequest> accepted() {
        return requests().stream().filter(ReceivedRequest::accepted).toList();
    }

    /** How often each message was taken, by webhook-id. */
    public Map<String, Integer> copies() {
        Map<String, Integer> copies = new LinkedHashMap<>();
        accepted().forEach(request -> copies.merge(request.webhookId(), 1, Integer::sum));
        return copies;
    }

    /** Messages that were taken more than once. */
    public List<String> duplicates() {
        return copies().entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Forgets everything received. */
    public synchronized void clear() {
        received.clear();
    }

    private Reply handle(Request request) {
        if (request.method().equals("OPTIONS")) {
            // The handshake of CloudEvents webhooks; no delivery.
            return Reply.empty(200);
        }
        Optional<Fault> fault = faults.take(request.path());
        String signature = verifier.verify(request);
        boolean accepted =
                signature.equals(VALID) && (fault.isEmpty() || fault.get() instanceof Fault.ResetAfterAccept);
        synchronized (this) {
            received.add(new ReceivedRequest(
                    Instant.now(),
                    request.path(),
                    request.headers(),
                    request.header("webhook-id").orElse(""),
                    request.text(),
                    signature,
                    accepted));
        }
        if (fault.isEmpty()) {
            return accepted ? Reply.empty(204) : Reply.of(401, "text/plain", signature);
        }
        return switch (fault.get()) {
            case Fault.Status status -> status(status);
            case Fault.Refusal refusal -> Reply.of(refusal.code(), "text/plain", refusal.description());
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    private static Reply status(Fault.Status fault) {
        Duration retryAfter = fault.retryAfter();
        return new Reply.Answer(
                fault.code(),
                retryAfter == null ? Map.of() : Map.of("Retry-After", Long.toString(retryAfter.toSeconds())),
                new byte[0]);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
