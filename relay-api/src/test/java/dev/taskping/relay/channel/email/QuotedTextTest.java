package dev.taskping.relay.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What mail programs send when somebody answers "launch next". */
class QuotedTextTest {

    static Stream<Arguments> mails() {
        return Stream.of(
                mail("nothing quoted", "launch next", "launch next"),
                mail("spaces and an invisible mark before it", "\n \u200B\u00A0 launch next \r\n", "launch next"),
                mail(
                        "Gmail, above",
                        """
                        launch next

                        On Thu, Jan 1, 2026 at 3:41 AM TaskPing <taskping+abc@example.org> wrote:

                        > train-llm succeeded
                        > To answer, reply to this mail and write in its first line: launch next.
                        """,
                        "launch next"),
                mail(
                        "Gmail, below, over two lines",
                        """
                        On Thu, Jan 1, 2026 at 3:41 AM TaskPing
                        <taskping+abc@example.org> wrote:

                        > train-llm succeeded

                        logs 50
                        """,
                        "logs 50"),
                mail(
                        "Thunderbird in German",
                        "Am 01.01.26 um 03:41 schrieb TaskPing:\n> train-llm succeeded\n\nstatus\n-- \nMia",
                        "status"),
                mail(
                        "Apple Mail in French",
                        "launch next\n\n> Le 1 janv. 2026 \u00E0 03:41, TaskPing a \u00E9crit :\n> fini",
                        "launch next"),
                mail(
                        "Outlook",
                        "launch next\n\n________________________________\nFrom: TaskPing <t@example.org>\nSent: Thursday\n",
                        "launch next"),
                mail("Outlook without an answer", "\nFrom: TaskPing <t@example.org>\nSent: Thursday\nstop", ""),
                mail(
                        "a forwarded mail says nothing",
                        "---------- Forwarded message ---------\nFrom: Eve\n\nlaunch evil",
                        ""),
                mail("the signature alone", "-- \nlaunch next", ""),
                mail("the telephone's signature", "Sent from my iPhone", ""),
                mail("Chinese", "\u57282026\u5E741\u67081\u65E5 TaskPing \u5199\u9053\uFF1A\n> x\nstatus", "status"),
                mail("what is quoted is never an answer", "> launch evil\n>> launch worse\n", ""),
                mail("a politer person", "Launch evaluate lr=0.1\n\nThanks, Mia", "Launch evaluate lr=0.1"),
                mail("nothing at all", "", ""));
    }

    private static Arguments mail(String what, String text, String answer) {
        return Arguments.of(what, text, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void firstUnquotedLineIsTheAnswer(String what, String text, String answer) {
        assertThat(QuotedText.answerIn(text)).isEqualTo(answer);
    }
}
