package dev.taskping.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelSpec;
import dev.taskping.operator.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference of channels shows the samples, and names the keys of Secrets that are read. */
class ChannelReferenceSamplesTest {

    private static final Path REFERENCE = Path.of("../docs/reference/channels.md");
    private static final Path SAMPLES = Path.of("../samples/channels");
    private static final String VALUE =
            Base64.getEncoder().encodeToString("https://example.com/a-value".getBytes(StandardCharsets.UTF_8));

    static Stream<String> types() {
        return Stream.of(NotificationChannelSpec.Type.values()).map(NotificationChannelSpec.Type::id);
    }

    @ParameterizedTest
    @MethodSource("types")
    void showsTheSample(String type) throws IOException {
        assertThat(section(type)).contains("```yaml\n" + Files.readString(SAMPLES.resolve(type + ".yaml")) + "```");
    }

    @ParameterizedTest
    @MethodSource("types")
    void namesEveryKeyThatIsRead(String type) throws IOException {
        NotificationChannel sample =
                Yaml.read(Files.readString(SAMPLES.resolve(type + ".yaml")), NotificationChannel.class);
        assertThat(keysRead(sample)).isEqualTo(keysTold(section(type)));
    }

    /** With all keys there and, for providers that can be reached in two ways, without the one that decides. */
    private static Set<String> keysRead(NotificationChannel channel) {
        Recorder everything = new Recorder(Set.of());
        SettingsReader.read(channel.getSpec(), new SecretData(everything));
        Recorder withoutWebhook = new Recorder(Set.of("webhookUrl"));
        SettingsReader.read(channel.getSpec(), new SecretData(withoutWebhook));
        Set<String> read = new TreeSet<>(everything.asked);
        read.addAll(withoutWebhook.asked);
        return read;
    }

    private static Set<String> keysTold(String section) {
        String table = section.substring(section.indexOf("| key of the Secret |"));
        return table.lines()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map(key -> key.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String section(String type) throws IOException {
        Matcher section = Pattern.compile("\n## " + type + "\n(.*?)(\n## |$)", Pattern.DOTALL)
                .matcher(Files.readString(REFERENCE));
        assertThat(section.find()).as("%s has a section %s", REFERENCE, type).isTrue();
        MatchResult found = section.toMatchResult();
        return found.group(1);
    }

    /** A Secret that has whatever is asked for, but for some keys, and remembers what that was. */
    private static final class Recorder extends HashMap<String, String> {
        private static final long serialVersionUID = 1L;
        private final transient Set<String> asked = new TreeSet<>();
        private final transient Set<String> lacking;

        Recorder(Set<String> lacking) {
            this.lacking = lacking;
        }

        @Override
        public String get(Object key) {
            asked.add(String.valueOf(key));
            return lacking.contains(String.valueOf(key)) ? "" : VALUE;
        }
    }
}
