package dev.taskping.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.Result;
import dev.taskping.testkit.simulator.mail.InboxMessage;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Messages are read as people read them. */
class ReceivedMessagesTest {

    private static List<Receipt> read(String subject, String text) {
        return ReceivedMessages.read(new InboxMessage(
                        Instant.EPOCH, "<1@example.com>", null, "", "", "", List.of(), subject, text, "", List.of()))
                .toList();
    }

    @Test
    void messageThatNamesAJobTwiceIsOneReceipt() {
        assertThat(read("✅ chaos-1-none-7 succeeded", "✅ chaos-1-none-7 succeeded\nDuration: 2 s"))
                .extracting(Receipt::job, Receipt::result)
                .containsExactly(Tuple.tuple("chaos-1-none-7", Result.SUCCEEDED));
    }

    @Test
    void digestIsAReceiptForEachJobThatItNames() {
        assertThat(
                        read(
                                "📬 3 tasks: 1 failed, 1 cancelled, 1 ended unseen",
                                """
                        ❌ chaos-1-none-7 failed · 3 s
                        🚫 chaos-1-none-71 was cancelled
                        ❔ chaos-1-none-8 ended unseen
                        """))
                .extracting(Receipt::job, Receipt::result)
                .containsExactlyInAnyOrder(
                        Tuple.tuple("chaos-1-none-7", Result.FAILED),
                        Tuple.tuple("chaos-1-none-71", Result.CANCELLED),
                        Tuple.tuple("chaos-1-none-8", Result.GONE));
    }

    @Test
    void messageWithoutAnEndIsNoReceipt() {
        assertThat(read("🏃 chaos-1-none-7 started", "")).isEmpty();
    }
}
