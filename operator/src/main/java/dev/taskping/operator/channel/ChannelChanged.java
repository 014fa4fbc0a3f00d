package dev.taskping.operator.channel;

import dev.taskping.crds.NotificationChannel;
import dev.taskping.crds.TaskPing;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Changes of a channel that call for something: of its spec, and of the annotation that asks for a test message. */
public final class ChannelChanged implements OnUpdateFilter<NotificationChannel> {

    /** Made by the framework. */
    public ChannelChanged() {}

    @Override
    public boolean accept(NotificationChannel now, NotificationChannel before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || now.isMarkedForDeletion()
                || !wantedTest(now).equals(wantedTest(before));
    }

    /** The value of the annotation that asks for a test message. */
    static Optional<String> wantedTest(NotificationChannel channel) {
        return Optional.ofNullable(channel.getMetadata().getAnnotations()).orElse(Map.of()).entrySet().stream()
                .filter(annotation -> annotation.getKey().equals(TaskPing.SEND_TEST_ANNOTATION))
                .map(Map.Entry::getValue)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
