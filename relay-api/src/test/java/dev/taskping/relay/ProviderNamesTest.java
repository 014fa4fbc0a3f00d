package dev.taskping.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.KnownProviders;
import dev.taskping.relay.channel.spi.ChannelType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing outside of a provider's folder names the provider: no code, no text, no comment. {@link LayersTest} keeps others from
 * using a provider's classes; this keeps them from knowing a provider without its classes. It covers the main sources and
 * resources of the relay, the operator and the protocol.
 *
 * <p>Most names, such as that of a company, mean nothing but the provider, so they are found as a word anywhere, parts of
 * identifiers included. A few are words of plain English as well: an event may come by webhook, and a resource may be custom.
 * Of these only the forms are found that code uses for the type: a text or {@code @code} that is the name or begins with it,
 * the name as a constant, and the class of its block in the custom resource.
 *
 * <p>Examples of the REST API ({@code example} and {@code examples} in an {@code openapi.yaml}) need a real channel, because its
 * settings differ by provider. They may name one provider, {@value #OF_EXAMPLES}. Migrations are left alone: an applied one must
 * not change.
 */
class ProviderNamesTest {

    private static final List<Path> SOURCES =
            List.of(Path.of("src/main"), Path.of("../operator/src/main"), Path.of("../protocol/src/main"));
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Set<String> ENDINGS = Set.of("java", "yaml", "properties", "json", "html", "txt");

    private static final Set<String> TYPES =
            KnownProviders.registry().types().stream().map(ChannelType::id).collect(Collectors.toUnmodifiableSet());

    /** Types that are words of plain English, too. */
    private static final Set<String> ENGLISH = Set.of("email", "webhook", "custom");

    /** What else means a provider, by word. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("twilio", "sms", "lark", "feishu", "botfather", "telegram", "smtp", "email", "imap", "email");

    private static final String OF_EXAMPLES = "telegram";

    /** Words as people and identifiers have them: of {@code pollSMSInbox} these are poll, SMS and Inbox. */
    private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+");

    private static final Pattern PROVIDERS_FOLDER = Pattern.compile("/dev/taskping/relay/channel/(\\w+)/");
    private static final Pattern KEY = Pattern.compile("( *)(?:- )?[\"']?([\\w.-]+)[\"']?:(?: .*)?");

    private static final Map<String, String> PROVIDER_BY_WORD = providerByWord();
    private static final Map<String, Pattern> CODE_BY_TYPE = ENGLISH.stream()
            .collect(Collectors.toUnmodifiableMap(
                    type -> type,
                    type -> Pattern.compile("(?:\"|\\{@code )%s(?![\\w-])|\\b%s\\b|\\b%sChannel\\b"
                            .formatted(
                                    type,
                                    type.toUpperCase(Locale.ROOT),
                                    type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1)))));

    @Test
    void nothingOutsideOfItsFolderNamesAProvider() {
        Set<String> violations = new TreeSet<>();
        files().forEach(file -> violations.addAll(violations(file)));
        assertThat(violations).isEmpty();
    }

    /** So that a test that finds nothing is not taken for a clean tree. */
    @Test
    void everyProviderIsFoundInItsOwnFolder() {
        Set<String> found = files().stream()
                .flatMap(file -> lines(file).stream()
                        .flatMap(line -> named(line).stream())
                        .filter(type -> type.equals(ownerOf(file))))
                .collect(Collectors.toSet());
        assertThat(found).containsExactlyInAnyOrderElementsOf(TYPES);
        assertThat(TYPES).containsAll(ENGLISH).containsAll(OTHER_NAMES.values()).contains(OF_EXAMPLES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "if (id.startsWith(\"discord\")) { | discord",
                "/** Such as {@code telegram:1234567}. */ | telegram",
                "private final Object slackClient; | slack",
                "void pollSMSInbox() { | sms",
                "// Twilio waits for 15 s | sms",
                "case \"webhook\" -> true; | webhook",
                "return \"webhook:\" + key; | webhook",
                "case EMAIL -> true; | email",
                "spec.custom() instanceof CustomChannel | custom",
                "/** Answers an event that came by webhook, or by email. */ | -",
                ".header(\"webhook-id\", id) | -",
                "import io.fabric8.kubernetes.client.CustomResource; | -",
                "mechanisms of Standard Webhooks | -",
            })
    void plainEnglishNamesNoProvider(String line, @Nullable String type) {
        assertThat(named(line)).isEqualTo(type == null ? Set.of() : Set.of(type));
    }

    @Test
    void onlyExamplesMayNameTheProviderOfExamples() {
        assertThat(violations(
                        "openapi.yaml",
                        List.of(
                                "paths:",
                                "  /v1/channels:",
                                "    description: Telegram's",
                                "    examples:",
                                "      telegram:",
                                "        value: {\"type\": \"telegram\"}",
                                "      other:",
                                "        value: {\"type\": \"slack\"}",
                                "    summary: Registers at Telegram"),
                        "",
                        true))
                .containsExactly(
                        "openapi.yaml:3 names telegram", "openapi.yaml:8 names slack", "openapi.yaml:9 names telegram");
    }

    private static List<String> violations(Path file) {
        return violations(
                file.toString(),
                lines(file),
                ownerOf(file),
                file.getFileName().toString().equals("openapi.yaml"));
    }

    private static List<String> violations(String file, List<String> lines, String owner, boolean hasExamples) {
        List<String> violations = new ArrayList<>();
        int example = Integer.MAX_VALUE;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher key = KEY.matcher(line);
            if (hasExamples && key.matches()) {
                int indent = key.group(1).length();
                if (indent <= example) {
                    example = key.group(2).matches("examples?") ? indent : Integer.MAX_VALUE;
                }
            }
            for (String type : new TreeSet<>(named(line))) {
                boolean own = type.equals(owner) || !owner.isEmpty() && ENGLISH.contains(type);
                boolean shown = type.equals(OF_EXAMPLES) && example < Integer.MAX_VALUE;
                if (!own && !shown) {
                    violations.add(file + ":" + (i + 1) + " names " + type);
                }
            }
        }
        return violations;
    }

    /** The providers that a line names. */
    private static Set<String> named(String line) {
        Stream<String> words = WORD.matcher(line)
                .results()
                .map(word -> PROVIDER_BY_WORD.get(word.group().toLowerCase(Locale.ROOT)))
                .filter(Objects::nonNull);
        Stream<String> code = CODE_BY_TYPE.entrySet().stream()
                .filter(type -> type.getValue().matcher(line).find())
                .map(Map.Entry::getKey);
        return Stream.concat(words, code).collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, String> providerByWord() {
        Map<String, String> providers = new HashMap<>(OTHER_NAMES);
        TYPES.stream().filter(type -> !ENGLISH.contains(type)).forEach(type -> providers.put(type, type));
        return Map.copyOf(providers);
    }

    /** The provider whose folder a file is in; empty if there is none. */
    private static String ownerOf(Path file) {
        Matcher folder = PROVIDERS_FOLDER.matcher(file.toString().replace('\\', '/'));
        return folder.find() && TYPES.contains(folder.group(1)) ? folder.group(1) : "";
    }

    private static List<Path> files() {
        return SOURCES.stream().flatMap(ProviderNamesTest::files).toList();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> !file.startsWith(MIGRATIONS))
                    .filter(file -> ENDINGS.contains(
                            file.toString().substring(file.toString().lastIndexOf('.') + 1)))
                    .filter(Files::isRegularFile)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
