package dev.taskping.relay.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the lines of one workspace's audit and finds the first that was changed, removed, added or moved. Pure. It can start
 * at any line: of the lines before it needs only the hash.
 */
public final class AuditHashChain {

    private @Nullable String workspace;
    private long seq;
    private @Nullable String hash;
    private long lines;

    private AuditHashChain(@Nullable String workspace, long seq, @Nullable String hash) {
        this.workspace = workspace;
        this.seq = seq;
        this.hash = hash;
    }

    /** A chain that starts with whichever line comes first. */
    public static AuditHashChain anywhere() {
        return new AuditHashChain(null, 0, null);
    }

    /** A chain that continues after a known line. */
    public static AuditHashChain after(String workspace, long seq, String hash) {
        return new AuditHashChain(workspace, seq, hash);
    }

    /**
     * Takes the next line.
     *
     * @return what is wrong with it, if anything is
     */
    public Optional<String> follow(AuditLine line) {
        Optional<String> fault = faultOf(line);
        if (fault.isEmpty()) {
            workspace = line.workspace();
            seq = line.seq();
            hash = line.hash();
            lines++;
        }
        return fault;
    }

    private Optional<String> faultOf(AuditLine line) {
        String where = "Line " + line.seq() + " of workspace " + line.workspace();
        if (!isHash(line.previous()) || !isHash(line.hash())) {
            return Optional.of(where + " has no hash of 64 hexadecimal digits.");
        }
        if (workspace != null && !workspace.equals(line.workspace())) {
            return Optional.of(where + " follows one of workspace " + workspace + "; each has its own chain.");
        }
        if (hash != null && line.seq() != seq + 1) {
            return Optional.of(where + " follows line " + seq + ": lines between were removed, or lines were moved.");
        }
        if (line.seq() == 1 && !line.previous().equals(AuditLine.BEGINNING)) {
            return Optional.of(where + " is the first, yet names one before it.");
        }
        if (hash != null && !line.previous().equals(hash)) {
            return Optional.of(where + " was not written after the line that stands before it.");
        }
        if (!line.expectedHash().equals(line.hash())) {
            return Optional.of(where + " is not as it was written: its hash does not fit.");
        }
        return Optional.empty();
    }

    private static boolean isHash(@Nullable String text) {
        return text != null && text.matches("[0-9a-f]{64}");
    }

    /** The workspace, once a line was good. */
    public Optional<String> workspace() {
        return Optional.ofNullable(workspace);
    }

    /** Number of the last line that was good. */
    public long seq() {
        return seq;
    }

    /** Hash of the last line that was good. */
    public String hash() {
        return hash == null ? AuditLine.BEGINNING : hash;
    }

    /** How many lines were good. */
    public long lines() {
        return lines;
    }
}
