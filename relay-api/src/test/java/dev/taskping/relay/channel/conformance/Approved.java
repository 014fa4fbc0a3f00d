package dev.taskping.relay.channel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * What somebody looked at and approved: a text file for each channel and each kind of news. After a change of a rendering
 * {@code TASKPING_GENERATE=true} writes them anew; the difference is what to look at.
 */
final class Approved {

    private static final Path FOLDER = Path.of("src/test/resources/approved");

    private Approved() {}

    /** Fails unless the message looks as it was approved. */
    static void assertShown(String channel, String outcome, Shown shown) {
        assertFresh(FOLDER.resolve(channel).resolve(outcome + ".txt"), text(shown));
    }

    /** Fails unless the file holds this; writes it where that is asked for. */
    static void assertFresh(Path file, String content) {
        try {
            if ("true".equals(System.getenv("TASKPING_GENERATE"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(file)
                .as("%s is stale: run this test with TASKPING_GENERATE=true, look at the difference, commit it", file)
                .exists()
                .hasContent(content);
    }

    private static String text(Shown shown) {
        StringBuilder text =
                new StringBuilder(shown.text().replace("\r\n", "\n").strip());
        if (!shown.buttons().isEmpty()) {
            text.append("\n\n")
                    .append(shown.buttons().stream()
                            .map(label -> "[" + label + "]")
                            .collect(Collectors.joining(" ")));
        }
        shown.files().forEach(file -> text.append("\n\n📎 ").append(file.name()));
        return text.append('\n').toString();
    }
}
