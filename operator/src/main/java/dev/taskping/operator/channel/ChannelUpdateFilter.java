package dev.taskping.operator.channel;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannel;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Lets through the updates that the controller acts on: of the spec, and of the annotation that asks for a test message. */
public final class ChannelUpdateFilter implements OnUpdateFilter<NotificationChannel> {

    /** The operator SDK calls this. */
    public ChannelUpdateFilter() {}

    @Override
    public boolean accept(NotificationChannel now, NotificationChannel before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || now.isMarkedForDeletion()
                || !requestedTest(now).equals(requestedTest(before));
    }

    /** The value of the annotation that asks for a test message. */
    static Optional<String> requestedTest(NotificationChannel channel) {
        return Optional.ofNullable(channel.getMetadata().getAnnotations()).orElse(Map.of()).entrySet().stream()
                .filter(annotation -> annotation.getKey().equals(WellKnownNames.SEND_TEST_ANNOTATION))
                .map(Map.Entry::getValue)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
