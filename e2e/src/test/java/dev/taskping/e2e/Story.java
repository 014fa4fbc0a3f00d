package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.testkit.installation.ChatEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * A page that tells, step by step, what a person does and sees. What differs from run to run (names' endings, durations) is
 * written as an example, so that the page stays the same until the product changes.
 */
final class Story {

    private final StringBuilder page = new StringBuilder();

    Story(String title, String introduction) {
        page.append("<!-- Produced by WalkThroughE2E; TASKPING_GENERATE=true writes it anew. -->\n# ")
                .append(title)
                .append("\n\n")
                .append(introduction.strip())
                .append('\n');
    }

    Story step(String title) {
        page.append("\n## ").append(title).append('\n');
        return this;
    }

    Story say(String prose) {
        page.append('\n').append(prose.strip()).append('\n');
        return this;
    }

    /** What the person writes or presses. */
    Story person(String what) {
        page.append("\n> **Mia:** ").append(what).append('\n');
        return this;
    }

    /** A message of the bot as it is displayed, with its buttons. */
    Story bot(ChatEntry message) {
        String buttons =
                message.buttons().stream().map(label -> "[ " + label + " ]").collect(Collectors.joining(" "));
        return block("text", message.text() + (buttons.isEmpty() ? "" : "\n" + buttons));
    }

    /** Text of a terminal. */
    Story block(String language, String text) {
        page.append("\n```")
                .append(language)
                .append('\n')
                .append(language.equals("text") ? steady(text.strip()) : text.strip())
                .append("\n```\n");
        return this;
    }

    /** Fails if the page that is checked in says something else. */
    void assertIs(Path file) {
        try {
            if ("true".equals(System.getenv("TASKPING_GENERATE"))) {
                Files.writeString(file, page);
            }
            assertThat(page.toString())
                    .as(
                            "%s is stale: run this test with TASKPING_GENERATE=true, look at the difference, commit it",
                            file)
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String steady(String text) {
        return text.lines()
                .map(line -> line.replaceAll("(evaluate|promote)-[bcdfghjklmnpqrstvwxz2-9]{8}\\b", "$1-7kq2xd9f")
                        .replaceAll("cmd-[0-9a-f-]{36}", "cmd-0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11")
                        .replaceAll("\\b\\d+ s\\b", "4 s")
                        .replaceAll("\\b(\\d+m)?\\d+s\\b", "9s")
                        .replaceAll(" +", " ")
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
