package dev.taskping.relay.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the chain of a workspace. All methods run in the caller's transaction. */
@ApplicationScoped
public class AuditStore {

    /** As the database writes instants when it computes a hash. */
    private static final DateTimeFormatter CANONICAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * The newest link.
     *
     * @param seq its number; 0 if there is none yet
     * @param hash its hash, in hexadecimal digits
     */
    public record Head(long seq, String hash) {}

    /**
     * A range of links, both ends included.
     *
     * @param first the first; larger than {@code last} if there are none
     * @param last the last
     */
    public record Range(long first, long last) {}

    /** The newest link of the workspace. */
    public Head head(Handle handle, String workspace) {
        return handle.createQuery("SELECT seq, hash FROM audit_head WHERE workspace = :workspace")
                .bind("workspace", workspace)
                .map((row, context) ->
                        new Head(row.getLong("seq"), HexFormat.of().formatHex(row.getBytes("hash"))))
                .findOne()
                .orElse(new Head(0, AuditLine.BEGINNING));
    }

    /** The hash of a link, if there is one of that number. */
    public Optional<String> hash(Handle handle, String workspace, long seq) {
        return handle.createQuery("SELECT hash FROM audit_link WHERE workspace = :workspace AND seq = :seq")
                .bind("workspace", workspace)
                .bind("seq", seq)
                .map((row, context) -> HexFormat.of().formatHex(row.getBytes("hash")))
                .findOne();
    }

    /**
     * The links from the first to the last that were decided in that time. None between them is left out, though one may have
     * been decided a moment before or after: a chain with holes could not be verified.
     */
    public Range between(Handle handle, String workspace, @Nullable Instant since, @Nullable Instant until) {
        return handle.createQuery(
                        """
                        SELECT coalesce(min(l.seq), 1) AS first, coalesce(max(l.seq), 0) AS last
                        FROM audit a JOIN audit_link l ON l.audit_id = a.id
                        WHERE a.workspace = :workspace AND a.at >= coalesce(:since, '-infinity'::timestamptz)
                          AND a.at <= coalesce(:until, 'infinity'::timestamptz)
                        """)
                .bind("workspace", workspace)
                .bind("since", since)
                .bind("until", until)
                .map((row, context) -> new Range(row.getLong("first"), row.getLong("last")))
                .one();
    }

    /** The lines after one of them, in order. A row that is gone leaves a gap in their numbers. */
    public List<AuditLine> after(Handle handle, String workspace, long seq, int limit) {
        return handle.createQuery(
                        """
                        SELECT l.workspace, l.seq, l.previous, l.hash, a.at, a.who, a.source, a.cluster, a.channel,
                            a.account, a.what, a.subject, a.decision, a.reason
                        FROM audit_link l JOIN audit a ON a.id = l.audit_id
                        WHERE l.workspace = :workspace AND l.seq > :seq ORDER BY l.seq LIMIT :limit
                        """)
                .bind("workspace", workspace)
                .bind("seq", seq)
                .bind("limit", limit)
                .map((row, context) -> new AuditLine(
                        row.getString("workspace"),
                        row.getLong("seq"),
                        CANONICAL.format(row.getTimestamp("at").toInstant()),
                        row.getString("who"),
                        row.getString("source"),
                        row.getString("cluster"),
                        row.getString("channel"),
                        row.getString("account"),
                        row.getString("what"),
                        row.getString("subject"),
                        row.getString("decision"),
                        row.getString("reason"),
                        HexFormat.of().formatHex(row.getBytes("previous")),
                        HexFormat.of().formatHex(row.getBytes("hash"))))
                .list();
    }
}
