package dev.taskping.relay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.platform.database.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an export shows by itself, and what it cannot show. */
class VerifyAuditCommandTest {

    private static final List<AuditLine> CHAIN = AuditLines.chain(6);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void partOfAnExportIsIntact() throws IOException {
        assertThat(verify(json(CHAIN))).isZero();
        assertThat(verify(json(CHAIN.subList(2, 5)))).isZero();
        assertThat(said())
                .contains(
                        "lines 3 to 5 of workspace default", "5:" + CHAIN.get(4).hash());
    }

    static Stream<Arguments> tampering() {
        return Stream.of(
                tampered(
                        "a word changed",
                        "its hash does not fit",
                        lines -> replaced(lines, 2, line -> line.replace("launch evaluate", "launch rm"))),
                tampered(
                        "a decision turned",
                        "its hash does not fit",
                        lines -> replaced(lines, 0, line -> line.replace("accepted", "refused"))),
                tampered(
                        "text moved from one field to the next",
                        "its hash does not fit",
                        lines -> replaced(lines, 2, line -> line.replace("launch evaluate", "launch")
                                .replace("\"decision\"", "\"subject\":\" evaluate\",\"decision\""))),
                tampered("a line removed", "lines between were removed", lines -> without(lines, 3)),
                tampered("two lines swapped", "lines were moved", lines -> swapped(lines, 1, 2)),
                tampered("a line twice", "lines were moved", lines -> inserted(lines, 3, lines.get(2))),
                tampered(
                        "a line changed and hashed anew",
                        "was not written after the line",
                        lines -> replaced(
                                lines,
                                2,
                                line -> Json.write(AuditLines.linked(AuditLines.line(
                                        3, "launch rm", CHAIN.get(1).hash()))))),
                tampered(
                        "a field that no hash covers",
                        "no line of an audit",
                        lines -> replaced(lines, 2, line -> line.replace("{", "{\"approvedBy\":\"Eve\","))),
                tampered(
                        "a field twice",
                        "no line of an audit",
                        lines -> replaced(lines, 2, line -> line.replace("{", "{\"who\":\"Eve\","))),
                tampered(
                        "half a line",
                        "no line of an audit",
                        lines -> replaced(lines, 5, line -> line.substring(0, 40))),
                tampered("nothing", "there is no line", lines -> List.of()),
                tampered(
                        "another first line",
                        "is the first, yet names one before it",
                        lines -> List.of(Json.write(AuditLines.linked(
                                AuditLines.line(1, "launch rm", CHAIN.get(4).hash()))))));
    }

    @ParameterizedTest
    @MethodSource("tampering")
    void changedExportIsReported(UnaryOperator<List<String>> tamper, String fault) throws IOException {
        assertThat(verify(tamper.apply(json(CHAIN)))).isOne();
        assertThat(said()).startsWith("NOT INTACT").contains(fault);
    }

    /** Nothing in a chain says that it goes on; only who noted its end knows. */
    @Test
    void missingTailIsReportedOnlyWithANotedLine() throws IOException {
        List<String> cut = json(CHAIN.subList(0, 4));
        assertThat(verify(cut)).isZero();
        assertThat(said()).contains("Whether lines follow, an export cannot show");
        assertThat(verify(cut, "6:" + CHAIN.get(5).hash())).isOne();
        assertThat(said()).contains("is not among them");
        assertThat(verify(json(CHAIN), "6:" + CHAIN.get(5).hash())).isZero();
    }

    @Test
    void wrongArgumentsPrintTheUsage() {
        VerifyAuditCommand command = new VerifyAuditCommand(print(), print());
        assertThat(command.verify(List.of())).isEqualTo(2);
        assertThat(command.verify(List.of("a", "no-note"))).isEqualTo(2);
        assertThat(said()).contains("Usage: verify-audit FILE [SEQ:HASH]");
        assertThat(command.verify(List.of(folder.resolve("absent").toString()))).isEqualTo(2);
        assertThat(said()).contains("cannot be read from");
    }

    private int verify(List<String> lines, String... noted) throws IOException {
        Path file = Files.write(folder.resolve("audit.jsonl"), lines);
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        arguments.addAll(List.of(noted));
        said.reset();
        return new VerifyAuditCommand(print(), print()).verify(arguments);
    }

    private PrintStream print() {
        return new PrintStream(said, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static List<String> json(List<AuditLine> lines) {
        return lines.stream().map(Json::write).toList();
    }

    private static Arguments tampered(String name, String fault, UnaryOperator<List<String>> tamper) {
        return Arguments.of(Named.of(name, tamper), fault);
    }

    private static List<String> replaced(List<String> lines, int index, UnaryOperator<String> change) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(index, change.apply(lines.get(index)));
        return changed;
    }

    private static List<String> without(List<String> lines, int index) {
        List<String> changed = new ArrayList<>(lines);
        changed.remove(index);
        return changed;
    }

    private static List<String> swapped(List<String> lines, int one, int other) {
        List<String> changed = new ArrayList<>(lines);
        Collections.swap(changed, one, other);
        return changed;
    }

    private static List<String> inserted(List<String> lines, int index, String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.add(index, line);
        return changed;
    }
}
