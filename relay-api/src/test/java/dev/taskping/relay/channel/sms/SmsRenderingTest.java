package dev.taskping.relay.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.Samples;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmsRenderingTest {

    @Test
    void aResultIsOneSegmentWithoutEmoji() {
        SmsRendering sms = SmsRendering.of(Samples.succeeded("loss=0.1"), Samples.event());
        assertThat(sms)
                .isEqualTo(new SmsRendering(
                        "train-llm succeeded\nDuration: 3 h 12 min\nGPU-hours: 25.6\nNamespace: ml\n"
                                + "https://taskping.example.org/tasks/42\nReply: launch next, logs, status",
                        1));
    }

    @Test
    void replyHintIsAddedIfItCostsNoSegment() {
        List<Action> actions = Samples.succeeded("").actions();
        Message two = new Message("x".repeat(132), Severity.INFO, "", List.of(), null, actions, null);
        assertThat(SmsRendering.of(two, Samples.event()))
                .isEqualTo(new SmsRendering("x".repeat(132) + "\nReply: launch next, logs", 1));
        Message full = new Message("x".repeat(150), Severity.INFO, "", List.of(), null, actions, null);
        assertThat(SmsRendering.of(full, Samples.event()).body()).isEqualTo("x".repeat(150));
    }

    @Test
    void aFailureHasTheLastLineOfItsLogAndCountsWhatDoesNotFit() {
        Message failed = new Message(
                "❌ train-llm failed",
                Severity.ERROR,
                "",
                List.of(
                        new Fact("Duration", "3 h 12 min"),
                        new Fact("Exit code", "137"),
                        new Fact("Pod", "train-llm-0-with-a-name-as-long-as-names-of-pods-become-xk2vp"),
                        new Fact("Namespace", "machine-learning")),
                new LogExcerpt("epoch 1\n\u001B[31mtorch.OutOfMemoryError: CUDA out of memory\u001B[0m\n", true),
                List.of(),
                URI.create("https://taskping.example.org/tasks/42"));
        SmsRendering sms = SmsRendering.of(failed, Samples.event());
        assertThat(sms)
                .isEqualTo(new SmsRendering(
                        "train-llm failed\nDuration: 3 h 12 min\ntorch.OutOfMemoryError: CUDA out of memory\n"
                                + "Exit code: 137\n(+3 more)",
                        1));
    }

    @Test
    void anAnswerMayTakeThreeSegmentsAndIsCutInTheMiddle() {
        Message answer = new Message(
                "Log of train-llm",
                Severity.INFO,
                "",
                List.of(),
                new LogExcerpt(Samples.log(400), true),
                List.of(),
                null);
        SmsRendering sms = SmsRendering.of(answer, null);
        assertThat(sms.segments()).isEqualTo(3);
        assertThat(sms.body())
                .startsWith("Log of train-llm\nstep 1/400")
                .contains(" [...] ")
                .endsWith("step 400/400 loss=0.0025")
                .hasSizeGreaterThan(450);
    }

    @Test
    void typographyAndOneAccentAreHarmlessOtherScriptsAreKept() {
        assertThat(body("“Größe” – naïve façade… 90 €")).isEqualTo("\"Größe\" - naive facade... 90 €");
        assertThat(body("🚀 запущено")).isEqualTo("🚀 запущено");
        assertThat(body("xuất hiện")).as("two accents on one letter").isEqualTo("xuất hiện");
        assertThat(body("👩‍🚀🇩🇪 ready")).isEqualTo("ready");
        assertThat(body("✅")).isEqualTo("✅");
        assertThat(body(" ")).isEqualTo("TaskPing");
    }

    private static String body(String title) {
        return SmsRendering.of(Message.line(Severity.INFO, title), null).body();
    }
}
