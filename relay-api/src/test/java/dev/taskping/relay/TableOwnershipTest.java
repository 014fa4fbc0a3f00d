package dev.taskping.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * One room owns a table: its SQL stands there, and others ask that room's classes. A room is the first package below the relay's.
 * See {@code docs/decisions/0025-one-owner-per-table.md}.
 */
class TableOwnershipTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/taskping/relay");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static final Map<String, Set<String>> TABLES_BY_ROOM = Map.ofEntries(
            Map.entry("security", Set.of("api_token", "cluster", "cluster_key", "relay_key", "workspace")),
            Map.entry("audit", Set.of("audit", "audit_head", "audit_link")),
            Map.entry("guard", Set.of("ban", "lockout", "request_window")),
            Map.entry("channel", Set.of("channel")),
            Map.entry("task", Set.of("task")),
            Map.entry("event", Set.of("event")),
            Map.entry("action", Set.of("action")),
            Map.entry(
                    "delivery",
                    Set.of(
                            "delivery",
                            "delivery_attempt",
                            "fallback",
                            "lane",
                            "lane_assignment",
                            "mute",
                            "template_fault")),
            Map.entry("command", Set.of("command")),
            Map.entry("people", Set.of("identity", "membership", "pairing", "person")),
            Map.entry("conversation", Set.of("inbound")));

    /** What comes after these words is a table, or several with commas in between. */
    private static final Pattern REFERENCE = Pattern.compile(
            "\\b(?:FROM|JOIN|INTO|UPDATE|USING|TRUNCATE|TABLE|LOCK)\\s+(?:ONLY\\s+)?(\\w+(?:\\s+(?:AS\\s+)?[a-z]\\w*)?"
                    + "(?:\\s*,\\s*\\w+(?:\\s+(?:AS\\s+)?[a-z]\\w*)?)*)");

    private static final Pattern CREATED = Pattern.compile(
            "(?i)\\bCREATE\\s+(?:UNLOGGED\\s+)?(?:TABLE|(?:MATERIALIZED\\s+)?VIEW)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(\\w+)");
    private static final Pattern DROPPED =
            Pattern.compile("(?i)\\bDROP\\s+(?:TABLE|(?:MATERIALIZED\\s+)?VIEW)\\s+(?:IF\\s+EXISTS\\s+)?(\\w+)");

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private static final Set<String> MIGRATED = migratedTables();

    @Test
    void everyTableOfTheMigrationsHasOneOwner() {
        List<String> owned =
                TABLES_BY_ROOM.values().stream().flatMap(Set::stream).sorted().toList();
        assertThat(owned).doesNotHaveDuplicates().containsExactlyElementsOf(MIGRATED);
    }

    @Test
    void sqlOfATableIsInItsRoomOnly() {
        Set<String> violations = new TreeSet<>();
        tablesByFile().forEach((file, tables) -> tables.stream()
                .filter(table -> !ownerOf(table).equals(roomOf(file)))
                .forEach(table -> violations.add(
                        file + " runs SQL on table " + table + ": ask a class of room " + ownerOf(table))));
        assertThat(violations).isEmpty();
    }

    /** So that a test that finds nothing is not taken for a clean tree. */
    @Test
    void everyTableIsFoundInTheSqlOfItsRoom() {
        Set<String> found =
                tablesByFile().values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsAll(TABLES_BY_ROOM.get("delivery")).contains("channel", "task", "event", "person");
    }

    @Test
    void tablesAreFoundWhereSqlNamesThemOnly() {
        assertThat(tablesIn(List.of(
                        "SELECT 1 FROM task t, event AS e WHERE t.uid = e.task_uid",
                        """
                        UPDATE delivery d SET state = 'audit'
                        FROM channel c JOIN unnest(:ids) AS mute (id) ON true
                        """,
                        "Read from action to command.")))
                .containsExactly("channel", "delivery", "event", "task");
    }

    private static String ownerOf(String table) {
        return TABLES_BY_ROOM.entrySet().stream()
                .filter(room -> room.getValue().contains(table))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Table " + table + " has no owner: add it to TABLES_BY_ROOM"));
    }

    private static String roomOf(Path file) {
        return file.getNameCount() == 1 ? "" : file.getName(0).toString();
    }

    private static Set<String> migratedTables() {
        Set<String> tables = new TreeSet<>();
        for (Path migration : files(MIGRATIONS, ".sql")) {
            String sql = read(migration).replaceAll("--[^\n]*", "");
            names(CREATED, sql).forEach(tables::add);
            names(DROPPED, sql).forEach(tables::remove);
        }
        return tables;
    }

    private static Map<Path, Set<String>> tablesByFile() {
        Map<Path, Set<String>> tables = new TreeMap<>();
        try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
            strings(manager.getJavaFileObjectsFromPaths(files(SOURCES, ".java")))
                    .forEach((file, strings) -> {
                        Set<String> found = tablesIn(strings);
                        if (!found.isEmpty()) {
                            tables.put(SOURCES.toAbsolutePath().relativize(Path.of(file)), found);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    private static Set<String> tablesIn(Collection<String> strings) {
        return strings.stream()
                .flatMap(TableOwnershipTest::references)
                .filter(MIGRATED::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The strings of sources, text blocks too. */
    private static Map<URI, List<String>> strings(Iterable<? extends JavaFileObject> sources) throws IOException {
        Map<URI, List<String>> strings = new HashMap<>();
        JavacTask task = (JavacTask) COMPILER.getTask(null, null, null, List.of("-proc:none"), null, sources);
        for (CompilationUnitTree unit : task.parse()) {
            List<String> found = strings.computeIfAbsent(unit.getSourceFile().toUri(), none -> new ArrayList<>());
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitLiteral(LiteralTree literal, Void none) {
                    if (literal.getValue() instanceof String text) {
                        found.add(text);
                    }
                    return null;
                }
            }.scan(unit, null);
        }
        return strings;
    }

    private static Stream<String> references(String literal) {
        return REFERENCE
                .matcher(literal)
                .results()
                .flatMap(reference -> Stream.of(reference.group(1).split(",")))
                .map(table -> table.strip().split("\\s+")[0].toLowerCase(Locale.ROOT));
    }

    private static Stream<String> names(Pattern pattern, String sql) {
        return pattern.matcher(sql).results().map(result -> result.group(1).toLowerCase(Locale.ROOT));
    }

    /** In the order of their versions, as Flyway applies them. */
    private static List<Path> files(Path directory, String suffix) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted((one, other) -> Integer.compare(version(one), version(other)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path file) {
        Matcher version =
                Pattern.compile("V(\\d+)__.*").matcher(file.getFileName().toString());
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
