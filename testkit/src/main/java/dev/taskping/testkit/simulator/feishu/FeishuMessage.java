package dev.taskping.testkit.simulator.feishu;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message in the group.
 *
 * @param id {@code om_…}
 * @param bot who wrote it: {@code app} or {@code custom}
 * @param type {@code interactive}, {@code post}, {@code text} or {@code file}
 * @param content what it looks like
 * @param file the file that it is; absent for others
 * @param parent the message it answers, if any
 * @param sentAt when
 * @param editedAt when last, if ever
 * @param earlier what it looked like before each edit
 */
public record FeishuMessage(
        String id,
        String bot,
        String type,
        Displayed content,
        @Nullable FeishuFile file,
        @Nullable String parent,
        Instant sentAt,
        @Nullable Instant editedAt,
        List<Displayed> earlier) {

    FeishuMessage edited(Displayed now, Instant at) {
        return new FeishuMessage(
                id,
                bot,
                type,
                now,
                file,
                parent,
                sentAt,
                at,
                Stream.concat(earlier.stream(), Stream.of(content)).toList());
    }

    /** What its buttons say. */
    public List<String> buttonLabels() {
        return content.buttons().stream().map(FeishuButton::label).toList();
    }
}
