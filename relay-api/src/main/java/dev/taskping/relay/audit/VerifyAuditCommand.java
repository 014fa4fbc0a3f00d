package dev.taskping.relay.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code verify-audit [FILE] [SEQ:HASH]}: verifies exported lines without a relay or a database. Exits
 * with 0 if no line was changed and none between them is missing, with 1 if not, with 2 if it was called wrongly.
 */
public final class VerifyAuditCommand {

    private static final String USAGE =
            """
            Usage: verify-audit FILE [SEQ:HASH]
            Verifies lines that GET /v1/audit gave; FILE - reads them from the standard input.
            SEQ:HASH  a line that must be among them, as an earlier verification named it""";

    private static final String NOTED = "[0-9]{1,18}:[0-9a-f]{64}";

    // A line must have no field that its hash does not cover.
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final PrintStream out;
    private final PrintStream err;

    VerifyAuditCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Verifies and returns the exit code. */
    public static int run(List<String> arguments) {
        return new VerifyAuditCommand(System.out, System.err).verify(arguments);
    }

    int verify(List<String> arguments) {
        if (arguments.isEmpty()
                || arguments.size() > 2
                || (arguments.size() == 2 && !arguments.get(1).matches(NOTED))) {
            err.println(USAGE);
            return 2;
        }
        Optional<String> noted = arguments.size() == 2 ? Optional.of(arguments.get(1)) : Optional.empty();
        String file = arguments.getFirst();
        try (InputStream input = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            return verify(new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)), noted);
        } catch (IOException e) {
            err.println("The lines cannot be read from " + file + ": " + e);
            return 2;
        }
    }

    private int verify(BufferedReader lines, Optional<String> noted) throws IOException {
        AuditHashChain chain = AuditHashChain.anywhere();
        long first = 0;
        boolean met = noted.isEmpty();
        long number = 0;
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            number++;
            Optional<AuditLine> line = read(text);
            Optional<String> fault =
                    line.isEmpty() ? Optional.of("It is no line of an audit.") : chain.follow(line.get());
            if (fault.isPresent()) {
                out.println("NOT INTACT, at line " + number + " of the export: " + fault.get());
                return 1;
            }
            first = first == 0 ? chain.seq() : first;
            met |= noted.filter((chain.seq() + ":" + chain.hash())::equals).isPresent();
        }
        if (chain.lines() == 0) {
            out.println("NOT INTACT: there is no line.");
            return 1;
        }
        if (!met) {
            out.println("NOT INTACT: line " + noted.orElseThrow() + " is not among them.");
            return 1;
        }
        out.println("Intact: lines " + first + " to " + chain.seq() + " of workspace "
                + chain.workspace().orElseThrow() + ".");
        out.println("Note " + chain.seq() + ":" + chain.hash()
                + " outside of TaskPing, and give it the next time. Whether lines follow, an export cannot show:"
                + " compare with GET /v1/audit/verify.");
        return 0;
    }

    private static Optional<AuditLine> read(String text) {
        try {
            return Optional.ofNullable(STRICT.readValue(text, AuditLine.class))
                    .filter(line -> line.workspace() != null
                            && line.at() != null
                            && line.who() != null
                            && line.source() != null
                            && line.what() != null
                            && line.decision() != null
                            && line.previous() != null
                            && line.hash() != null);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
