package dev.taskping.relay.audit;

import dev.taskping.relay.audit.AuditStore.Head;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Verifies the chain of a workspace, a page at a time. */
@ApplicationScoped
public class AuditChainVerifier {

    private static final int PAGE = 1_000;

    private final Jdbi jdbi;
    private final AuditStore store;

    AuditChainVerifier(Jdbi jdbi, AuditStore store) {
        this.jdbi = jdbi;
        this.store = store;
    }

    /**
     * The result.
     *
     * @param intact whether no line was changed and none is missing
     * @param lines how many lines were verified
     * @param seq number of the last line that is good; note it with its hash: whoever later rewrites the whole chain cannot
     *     make it lead to that hash
     * @param hash its hash
     * @param fault the first thing wrong
     */
    public record Finding(boolean intact, long lines, long seq, String hash, @Nullable String fault) {}

    /** Verifies the whole chain. */
    public Finding verify(String workspace) {
        return follow(workspace, 0, AuditLine.BEGINNING);
    }

    /** Verifies the chain from a line whose hash was noted before. */
    public Finding verify(String workspace, long seq, String hash) {
        Optional<String> now = jdbi.withHandle(handle -> store.hash(handle, workspace, seq));
        if (now.filter(hash::equals).isEmpty()) {
            String fault = now.isEmpty()
                    ? "Line " + seq + " is gone."
                    : "Line " + seq + " has another hash than the one that was noted: the chain was written anew.";
            return new Finding(false, 0, seq, now.orElse(AuditLine.BEGINNING), fault);
        }
        return follow(workspace, seq, hash);
    }

    private Finding follow(String workspace, long seq, String hash) {
        // Read before the lines: what is appended meanwhile is after it.
        Head head = jdbi.withHandle(handle -> store.head(handle, workspace));
        AuditHashChain chain = AuditHashChain.after(workspace, seq, hash);
        while (true) {
            long from = chain.seq();
            List<AuditLine> page = jdbi.withHandle(handle -> store.after(handle, workspace, from, PAGE));
            for (AuditLine line : page) {
                Optional<String> fault = chain.follow(line);
                if (fault.isPresent()) {
                    return new Finding(false, chain.lines(), chain.seq(), chain.hash(), fault.get());
                }
                if (line.seq() == head.seq() && !line.hash().equals(head.hash())) {
                    return new Finding(
                            false,
                            chain.lines(),
                            chain.seq(),
                            chain.hash(),
                            "The head has another hash than its line.");
                }
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        boolean whole = chain.seq() >= head.seq();
        return new Finding(
                whole,
                chain.lines(),
                chain.seq(),
                chain.hash(),
                whole
                        ? null
                        : "The lines end with " + chain.seq() + ", yet " + head.seq()
                                + " were written: the newest were removed.");
    }
}
