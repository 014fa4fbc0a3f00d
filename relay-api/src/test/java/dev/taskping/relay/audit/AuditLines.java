package dev.taskping.relay.audit;

import java.util.ArrayList;
import java.util.List;

/** Chains of lines, as the database would link them. */
final class AuditLines {

    private AuditLines() {}

    static List<AuditLine> chain(int length) {
        List<AuditLine> lines = new ArrayList<>();
        String previous = AuditLine.BEGINNING;
        for (int seq = 1; seq <= length; seq++) {
            AuditLine line = linked(line(seq, "launch evaluate", previous));
            lines.add(line);
            previous = line.hash();
        }
        return lines;
    }

    static AuditLine line(long seq, String what, String previous) {
        return new AuditLine(
                "default",
                seq,
                "2026-01-01T00:00:00.000000Z",
                "Mia (telegram:1001)",
                "chat",
                "lab",
                "ml/ml-telegram",
                "telegram:1001",
                what,
                null,
                "accepted",
                "role launcher",
                previous,
                "");
    }

    /** The same with the hash it has to have. */
    static AuditLine linked(AuditLine line) {
        return new AuditLine(
                line.workspace(),
                line.seq(),
                line.at(),
                line.who(),
                line.source(),
                line.cluster(),
                line.channel(),
                line.account(),
                line.what(),
                line.subject(),
                line.decision(),
                line.reason(),
                line.previous(),
                line.expectedHash());
    }
}
