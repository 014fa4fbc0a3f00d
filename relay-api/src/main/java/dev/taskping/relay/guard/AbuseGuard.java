package dev.taskping.relay.guard;

import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.LockOuts.Account;
import dev.taskping.relay.guard.RequestWindows.Window;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Decides whether a request is admitted, before it is parsed: by lock-outs, rate limits and bans. Rows of rate limits are locked in
 * one order (person, then workspace), so that no two transactions wait for each other.
 */
@ApplicationScoped
public class AbuseGuard {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LockOuts lockOuts;
    private final RequestWindows windows;
    private final BanList bans;
    private final GuardMetrics metrics;
    private final GuardConfiguration configuration;
    private final Clock clock;

    AbuseGuard(
            LockOuts lockOuts,
            RequestWindows windows,
            BanList bans,
            GuardMetrics metrics,
            GuardConfiguration configuration,
            Clock clock) {
        this.lockOuts = lockOuts;
        this.windows = windows;
        this.bans = bans;
        this.metrics = metrics;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Whether a request is admitted. */
    public sealed interface Admission {

        /** It is. */
        record Admitted() implements Admission {}

        /**
         * It is not, and the person is told.
         *
         * @param words for the person
         * @param what the request is called in the audit
         * @param reason for the audit
         * @param counts whether it counts towards a lock-out of the account
         */
        record Refused(String words, String what, String reason, boolean counts) implements Admission {}

        /** It is not, and the person was told before. */
        record Ignored() implements Admission {}
    }

    /**
     * Decides on a request, and counts it.
     *
     * @param account the account it comes from
     * @param requester who sent it, with whatever account: the id of a person or of a channel
     * @param text the text of the request
     */
    public Admission admit(Handle handle, Account account, String requester, String text) {
        if (lockOuts.until(handle, account).isPresent()) {
            metrics.refused(Refusal.LOCKED);
            return new Admission.Ignored();
        }
        return tooOften(handle, account.workspace(), requester)
                .or(() -> banned(handle, account.workspace(), text))
                .orElseGet(Admission.Admitted::new);
    }

    private Optional<Admission> tooOften(Handle handle, String workspace, String requester) {
        int ofPerson = configuration.requestsPerPerson();
        Window person = windows.count(handle, "person/" + workspace + "/" + requester, MINUTE);
        if (person.exceeds(ofPerson)) {
            metrics.refused(Refusal.RATE);
            return Optional.of(
                    person.justExceeds(ofPerson)
                            ? new Admission.Refused(
                                    "You sent more commands than I accept in a minute. " + tryAgain(person.ends()),
                                    "too many requests",
                                    ofPerson + " a minute",
                                    false)
                            : new Admission.Ignored());
        }
        int ofWorkspace = configuration.requestsPerWorkspace();
        Window all = windows.count(handle, "workspace/" + workspace, MINUTE);
        if (!all.exceeds(ofWorkspace)) {
            return Optional.empty();
        }
        metrics.refused(Refusal.RATE);
        Window told = windows.count(handle, "told/" + workspace + "/" + requester, MINUTE);
        return Optional.of(
                told.requests() == 1
                        ? new Admission.Refused(
                                "This workspace sent more commands than I accept in a minute. " + tryAgain(all.ends()),
                                "too many requests",
                                ofWorkspace + " a minute in the workspace",
                                false)
                        : new Admission.Ignored());
    }

    private Optional<Admission> banned(Handle handle, String workspace, String text) {
        return bans.match(handle, workspace, text)
                .map(pattern -> new Admission.Refused(
                        "Your message contains words that are not accepted here. Send it without them.",
                        "say something",
                        "banned: " + pattern,
                        true));
    }

    private String tryAgain(Instant at) {
        long seconds = Math.max(1, DatabaseAccess.now(clock).until(at, ChronoUnit.SECONDS) + 1);
        return "Try again in " + seconds + (seconds == 1 ? " second." : " seconds.");
    }
}
