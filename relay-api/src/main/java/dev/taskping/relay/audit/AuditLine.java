package dev.taskping.relay.audit;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of the exported audit.
 *
 * @param workspace whose chain it is a link of
 * @param seq its number there, from 1 without gaps
 * @param at when it was decided, in UTC with microseconds: {@code 2026-01-01T00:00:00.000000Z}
 * @param who asked
 * @param source the way in: {@code chat}, {@code reply-token}, {@code api-token}, {@code cluster}, {@code provider},
 *     {@code relay}
 * @param cluster the cluster it concerns
 * @param channel the channel it came by, as {@code namespace/name}
 * @param account the provider's account as {@code type:id}
 * @param what was asked for
 * @param subject whom or what it concerns
 * @param decision {@code accepted}, {@code refused}, {@code repeated}, {@code done}, {@code rejected}, {@code expired}
 * @param reason why, or what it led to
 * @param previous the hash of the line before, in hexadecimal digits; zeros for the first
 * @param hash SHA-256 of {@code previous} and every field above as netstrings, in hexadecimal digits
 */
@JsonPropertyOrder({
    "workspace",
    "seq",
    "at",
    "who",
    "source",
    "cluster",
    "channel",
    "account",
    "what",
    "subject",
    "decision",
    "reason",
    "previous",
    "hash"
})
public record AuditLine(
        String workspace,
        long seq,
        String at,
        String who,
        String source,
        @Nullable String cluster,
        @Nullable String channel,
        @Nullable String account,
        String what,
        @Nullable String subject,
        String decision,
        @Nullable String reason,
        String previous,
        String hash) {

    /** What the first line of a chain has as {@code previous}. */
    public static final String BEGINNING = "0".repeat(64);

    /** What {@code hash} has to be. The database computes the same when it links the row (function audit_hash). */
    public String expectedHash() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex(previous));
        Stream.of(
                        workspace,
                        Long.toString(seq),
                        at,
                        who,
                        source,
                        cluster,
                        channel,
                        account,
                        what,
                        subject,
                        decision,
                        reason)
                .map(AuditLine::netstring)
                .forEach(bytes::writeBytes);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static byte[] netstring(@Nullable String field) {
        if (field == null) {
            return "-,".getBytes(StandardCharsets.UTF_8);
        }
        int bytes = field.getBytes(StandardCharsets.UTF_8).length;
        return (bytes + ":" + field + ",").getBytes(StandardCharsets.UTF_8);
    }
}
