package dev.taskping.relay.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.DeliveryResult.Delivered;
import dev.taskping.relay.channel.spi.DeliveryResult.Failed;
import dev.taskping.relay.channel.spi.DeliveryResult.Rejected;
import dev.taskping.relay.channel.spi.DeliveryResult.RetryAfter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AttachmentReplyTest {

    private static final AttachmentReply.Bounds BOUNDS =
            new AttachmentReply.Bounds(Duration.ofSeconds(10), Duration.ofSeconds(10));
    private static final AttachmentReply.Bounds SHORT =
            new AttachmentReply.Bounds(Duration.ofMillis(200), Duration.ofMillis(200));

    /** Answers one after the other as it is told, and writes down what was asked of it. */
    private static final class Scripted implements AttachmentReply.Place {

        final List<String> asked = new CopyOnWriteArrayList<>();
        private final Queue<DeliveryResult> answers;

        Scripted(DeliveryResult... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public DeliveryResult put(Attachment file) {
            asked.add("put " + file.fileName());
            return answers.remove();
        }

        @Override
        public void admit(String missing) {
            asked.add(missing);
        }
    }

    private static List<String> asked(Scripted place) {
        AttachmentReply.put(UUID.randomUUID(), new Attachment("train.log", "step 1"), place, BOUNDS);
        return place.asked;
    }

    @Test
    void acceptedFileIsUploadedOnce() {
        assertThat(asked(new Scripted(new Delivered("7")))).containsExactly("put train.log");
    }

    @Test
    void failingUploadIsTriedThreeTimesAndMentioned() {
        Failed failed = new Failed("502");
        assertThat(asked(new Scripted(failed, failed, failed)))
                .containsExactly("put train.log", "put train.log", "put train.log", "train.log could not be attached");
    }

    @Test
    void refusedUploadIsNotTriedAgain() {
        assertThat(asked(new Scripted(new Rejected("too big"))))
                .containsExactly("put train.log", "train.log could not be attached");
    }

    @Test
    void aShortWaitIsWaitedAndALongOneIsNot() {
        RetryAfter soon = new RetryAfter(Duration.ofMillis(10), "429");
        RetryAfter late = new RetryAfter(Duration.ofSeconds(30), "429");
        assertThat(asked(new Scripted(soon, new Delivered("7")))).containsExactly("put train.log", "put train.log");
        assertThat(asked(new Scripted(soon, late)))
                .containsExactly("put train.log", "put train.log", "train.log could not be attached");
    }

    /** Nothing that goes wrong here may have the message sent again. */
    @Test
    void exceptionIsMentionedAsAMissingFile() {
        assertThat(asked(new Scripted())).containsExactly("put train.log", "train.log could not be attached");
    }

    /** The message would be taken for one that hangs, and be sent again. */
    @Test
    @Timeout(10)
    void hangingUploadIsAbandoned() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(2);
        AttachmentReply.Place hanging = new AttachmentReply.Place() {
            @Override
            public DeliveryResult put(Attachment file) {
                hang();
                return new Failed("interrupted");
            }

            @Override
            public void admit(String missing) {
                hang();
            }

            private void hang() {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    interrupted.countDown();
                }
            }
        };

        AttachmentReply.put(UUID.randomUUID(), new Attachment("train.log", "step 1"), hanging, SHORT);

        interrupted.await();
    }
}
