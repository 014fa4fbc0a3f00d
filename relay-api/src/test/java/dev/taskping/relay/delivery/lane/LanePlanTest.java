package dev.taskping.relay.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.Draws;
import dev.taskping.relay.delivery.lane.LanePlan.Planned;
import dev.taskping.relay.delivery.lane.LanePlan.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plans are written like this: {@code e1} is an end, {@code s1<e1} an end whose start still waits, {@code a1} an answer;
 * {@code [e1 e2]} is one message. {@code e1/other} is on another channel of the lane.
 */
class LanePlanTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # waiting, most urgent first | allowed | slots | messages
                    e1                           | 3       | 1     | [e1]
                    e1 e2                        | 3       | 4     | [e1] [e2]
                    e1 e2 e3                     | 3       | 1     | [e1]
                    # behind: the last message that may go carries the rest
                    e1 e2 e3 e4                  | 3       | 4     | [e1] [e2] [e3 e4]
                    e1 e2 e3 e4                  | 1       | 1     | [e1 e2 e3 e4]
                    e1 e2 e3 e4                  | 3       | 1     | [e1]
                    # answers are told by themselves
                    a1 e1 e2                     | 1       | 1     | [a1]
                    a1 e1 e2                     | 2       | 4     | [a1] [e1 e2]
                    a1 a2 a3                     | 2       | 4     | [a1] [a2]
                    # the start goes first as long as there is room, and with the end when there is none
                    s1<e1 s1                     | 3       | 4     | [s1]
                    s1<e1 e2 s1                  | 2       | 4     | [s1+e1] [e2]
                    s1<e1 e2 e3 s1               | 2       | 4     | [s1+e1] [e2 e3]
                    s1<e1 e2 s1                  | 1       | 4     | [s1+e1 e2]
                    # an answer keeps its place behind an earlier answer
                    a1 a1<a2 e1                  | 2       | 4     | [a1] [e1]
                    # a message goes to one channel
                    e1 e2/other e3               | 1       | 1     | [e1 e3]
                    """)
    void planSendsWhatTheRateAllows(String waiting, int allowed, int slots, String messages) {
        List<Waiting> all =
                Arrays.stream(waiting.split(" +")).map(LanePlanTest::waiting).toList();
        String planned = LanePlan.of(all, allowed, slots).stream()
                .map(message -> words(message, all))
                .collect(Collectors.joining(" "));
        assertThat(planned).isEqualTo(messages);
    }

    @Property(seed = Draws.SEED)
    void everyMessageIsPlannedExactlyOnce(
            @ForAll @IntRange(min = 0, max = 200) int messages, @ForAll @IntRange(min = 1, max = 5) int allowed) {
        List<Waiting> left = new ArrayList<>(IntStream.range(0, messages)
                .mapToObj(number -> waiting("e" + number))
                .toList());
        Set<UUID> sent = new HashSet<>();
        for (int round = 0; !left.isEmpty() && round <= messages; round++) {
            List<Planned> plan = LanePlan.of(left, allowed, allowed);
            assertThat(plan).isNotEmpty().hasSizeLessThanOrEqualTo(allowed);
            for (Planned message : plan) {
                assertThat(message.shown()).hasSizeLessThanOrEqualTo(LanePlan.MOST_IN_DIGEST);
                message.carried().forEach(id -> assertThat(sent.add(id)).isTrue());
            }
            left.removeIf(one -> sent.contains(one.id()));
        }
        assertThat(sent).hasSize(messages);
    }

    private static Waiting waiting(String text) {
        String[] place = text.split("/", 2);
        String[] order = place[0].split("<", 2);
        String name = order[order.length - 1];
        List<UUID> earlier = order.length == 1 ? List.of() : List.of(id(order[0]));
        return new Waiting(id(name), id(place.length == 1 ? "channel" : place[1]), !name.startsWith("a"), earlier);
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String words(Planned message, List<Waiting> all) {
        List<String> names = new ArrayList<>();
        for (UUID shown : message.shown()) {
            Waiting one = all.stream()
                    .filter(each -> each.id().equals(shown))
                    .findFirst()
                    .orElseThrow();
            String before = one.earlier().isEmpty() || !message.carried().containsAll(one.earlier()) ? "" : "s1+";
            names.add(before + name(shown));
        }
        return "[" + String.join(" ", names) + "]";
    }

    private static String name(UUID id) {
        return List.of("a1", "a2", "a3", "e1", "e2", "e3", "e4", "s1").stream()
                .filter(name -> id(name).equals(id))
                .findFirst()
                .orElseThrow();
    }
}
