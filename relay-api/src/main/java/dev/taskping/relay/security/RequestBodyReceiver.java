package dev.taskping.relay.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.relay.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Receives the whole body of a request before a worker thread is needed for it, so that whoever sends slowly holds a socket and no
 * thread. A body that needs a credential is received only when the credential is right. This is the home of the limits on bodies.
 *
 * <p>Hooks and the rest of the API have limits of their own, so that a flood at one does not keep the other waiting.
 */
@ApplicationScoped
public class RequestBodyReceiver {

    /** The addresses that anybody may send a body to, because the body or its signature is the proof. */
    static final List<String> OPEN = List.of("/hooks/", "/v1/commands");

    /**
     * The largest body that is received from anybody, in bytes. What providers send is below 100 KiB; the longest
     * message itself that one allows has 150 KB.
     */
    public static final int MAX_OPEN_BYTES = 256 * 1024;

    /** How long it may take. Providers send at once, and wait 3 to 15 s for the answer. */
    static final Duration OPEN_PATIENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LINGER = Duration.ofSeconds(1);

    /** How many requests of anybody are worked on at once; each takes milliseconds of a worker thread and the database. */
    private static final int OPEN_AT_WORK = 64;

    private static final int MIB = 1024 * 1024;
    private static final PendingBodies.Limits OPEN_PENDING = new PendingBodies.Limits(512, 64, 32 * MIB);
    private static final PendingBodies.Limits AUTHENTICATED_PENDING = new PendingBodies.Limits(256, 128, 64 * MIB);

    /** Before the routes of Quarkus, which read the body themselves. */
    private static final int PRIORITY = 100;

    private static final String CALLER = Caller.class.getName();

    private final Authenticator authenticator;
    private final ObjectMapper json;
    private final MeterRegistry metrics;
    private final int maxBytes;
    private final PendingBodies<Reception> open = new PendingBodies<>(OPEN_PENDING);
    private final PendingBodies<Reception> authenticated = new PendingBodies<>(AUTHENTICATED_PENDING);
    private final Semaphore atWork = new Semaphore(OPEN_AT_WORK);

    RequestBodyReceiver(
            Authenticator authenticator,
            ObjectMapper json,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.authenticator = authenticator;
        this.json = json;
        this.metrics = metrics;
        this.maxBytes = Math.toIntExact(maxBodySize.asLongValue());
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, PRIORITY);
    }

    /** The caller whose credential was checked before the body of this request was received. */
    static Optional<Caller> caller(RoutingContext request) {
        return Optional.ofNullable(request.get(CALLER));
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!mayHaveBody(request)) {
            context.next();
        } else if (OPEN.stream().anyMatch(request.path()::startsWith)) {
            new Reception(context, open, MAX_OPEN_BYTES, OPEN_PATIENCE, this::workOnOpen).start();
        } else {
            receiveIfAuthenticated(context);
        }
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        return !List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS).contains(request.method());
    }

    private void receiveIfAuthenticated(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        Optional<String> authorization = Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION));
        context.vertx()
                .executeBlocking(() -> authenticator.authenticate(authorization), false)
                .onComplete(checked -> {
                    if (checked.succeeded()) {
                        context.put(CALLER, checked.result());
                        new Reception(context, authenticated, maxBytes, PATIENCE, RoutingContext::next).start();
                    } else {
                        context.next(); // the resource refuses it, without the body
                    }
                });
    }

    private void workOnOpen(RoutingContext context) {
        if (atWork.tryAcquire()) {
            context.addEndHandler(answered -> atWork.release());
            context.next();
        } else {
            refuse(
                    context,
                    "busy",
                    new Problem("busy", "Too many requests at once", 503, "Send it again in a second."));
        }
    }

    private void refuse(RoutingContext context, String reason, Problem problem) {
        metrics.counter("taskping.refusals", "reason", reason).increment();
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .putHeader(HttpHeaders.RETRY_AFTER, "1")
                    .end(text(problem));
        }
    }

    /** Whoever is still sending reads the answer only afterwards, so it does not end at once. */
    private static void closeSoon(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        context.vertx().setTimer(LINGER.toMillis(), now -> connection.close());
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is always written", e);
        }
    }

    private interface Next {
        void go(RoutingContext context);
    }

    /** The reception of one body, on the event loop of its connection. */
    private final class Reception implements PendingBodies.Body {

        private final RoutingContext context;
        private final PendingBodies<Reception> pending;
        private final int most;
        private final Duration patience;
        private final Next next;
        private final Context home;
        private final Buffer body = Buffer.buffer();
        private final AtomicBoolean over = new AtomicBoolean();
        private long timer;

        Reception(RoutingContext context, PendingBodies<Reception> pending, int most, Duration patience, Next next) {
            this.context = context;
            this.pending = pending;
            this.most = most;
            this.patience = patience;
            this.next = next;
            this.home = context.vertx().getOrCreateContext();
        }

        void start() {
            pending.add(this);
            if (isAnnounced(most + 1L)) {
                giveUp("size", tooLarge(most));
                return;
            }
            timer = context.vertx().setTimer(patience.toMillis(), late -> giveUp());
            context.request()
                    .handler(this::take)
                    .endHandler(end -> complete())
                    .exceptionHandler(gone -> end())
                    .resume();
        }

        private void take(Buffer more) {
            if (over.get()) {
                return;
            }
            if (body.length() + more.length() > most) {
                giveUp("size", tooLarge(most));
                return;
            }
            body.appendBuffer(more);
            pending.received(this, more.length());
        }

        private void complete() {
            if (end()) {
                ((RoutingContextInternal) context).setBody(body);
                next.go(context);
            }
        }

        @Override
        public String address() {
            return ClientNetwork.of(context.request().remoteAddress().hostAddress());
        }

        @Override
        public void giveUp() {
            giveUp(
                    "slow",
                    new Problem(
                            "request-timeout", "The body did not arrive in time", 408, "Send the whole body at once."));
        }

        private void giveUp(String reason, Problem problem) {
            if (end()) {
                home.runOnContext(now -> {
                    context.request().resume(); // what still comes is dropped
                    refuse(context, reason, problem);
                    closeSoon(context);
                });
            }
        }

        /** Whether the client says that it sends so much; a length that no number holds counts. */
        private boolean isAnnounced(long bytes) {
            String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
            return length != null && (length.length() > 9 || Long.parseLong(length) >= bytes);
        }

        /** Whether it had not ended before. */
        private boolean end() {
            if (!over.compareAndSet(false, true)) {
                return false;
            }
            context.vertx().cancelTimer(timer);
            pending.remove(this);
            return true;
        }
    }

    private static Problem tooLarge(int most) {
        return new Problem("too-large", "The body is too large", 413, "Send at most " + most / 1024 + " KiB.");
    }
}
