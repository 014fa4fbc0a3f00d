package dev.taskping.relay.audit;

import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jspecify.annotations.Nullable;

/**
 * Records decisions. The database links each row into its workspace's chain when the transaction commits, so that there is no
 * row without a link, and no decision without a row.
 */
@ApplicationScoped
public class AuditTrail {

    private static final int LONGEST = 500;

    private final Jdbi jdbi;
    private final Clock clock;

    AuditTrail(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Records a decision, in the transaction that carries it out. Secrets are redacted and long texts cut.
     *
     * @param actor who asked, and from where
     * @param what was asked for, such as {@code launch evaluate}
     * @param subject whom or what it concerns: a command's id, a person, a task
     * @param decision what was decided
     * @param reason why, or what it led to
     */
    public void record(
            Handle handle, Actor actor, String what, @Nullable String subject, Decision decision, String reason) {
        handle.createUpdate(
                        """
                        INSERT INTO audit (workspace, at, source, who, cluster, channel, account, what, subject, decision,
                            reason)
                        VALUES (:workspace, :at, :source, :who, :cluster, :channel, :account, :what, :subject, :decision,
                            :reason)
                        """)
                .bind("workspace", actor.workspace())
                .bind("at", DatabaseAccess.now(clock))
                .bind("source", actor.source().id())
                .bind("who", fit(actor.who()))
                .bind("cluster", actor.cluster())
                .bind("channel", actor.channel())
                .bind("account", actor.account())
                .bind("what", fit(what))
                .bind("subject", subject == null ? null : fit(subject))
                .bind("decision", decision.id())
                .bind("reason", fit(reason))
                .execute();
        handle.getConfig(Written.class).written = true;
    }

    /** Whether anything was recorded through this handle. */
    public boolean hasRecorded(Handle handle) {
        return handle.getConfig(Written.class).written;
    }

    /** State of a handle, which lives as long as its transaction. */
    public static final class Written implements JdbiConfig<Written> {

        private boolean written;

        @Override
        public Written createCopy() {
            return new Written();
        }
    }

    /** Records a decision in its own transaction: for refusals, whose transaction is rolled back or never began. */
    public void record(Actor actor, String what, @Nullable String subject, Decision decision, String reason) {
        jdbi.useTransaction(handle -> record(handle, actor, what, subject, decision, reason));
    }

    private static String fit(String text) {
        String clean = AuditTextScrubber.scrub(text);
        if (clean.length() <= LONGEST) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return clean.substring(0, end) + "…";
    }
}
