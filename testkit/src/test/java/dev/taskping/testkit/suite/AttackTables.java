package dev.taskping.testkit.suite;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The attacks that the tests of all modules play, read from their sources, and the tables of them. */
final class AttackTables {

    /** A line of a table. */
    record Row(Attacker by, String tries, String gets) {}

    /**
     * A test that plays an attack.
     *
     * @param file its source, relative to the repository
     * @param annotations simple names of the method's annotations
     */
    record Shown(Row row, Path file, String method, List<String> annotations) {}

    private AttackTables() {}

    static List<Shown> read() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.find(
                Repository.root(),
                20,
                (path, attributes) -> path.toString().contains("/src/test/java/")
                        && path.toString().endsWith(".java"))) {
            sources = files.filter(AttackTables::mentionsAnAttack).sorted().toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Shown> found = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    problem -> {},
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(
                                Repository.root()
                                        .relativize(Path.of(unit.getSourceFile().toUri())),
                                found)
                        .scan(unit, null);
            }
        }
        return found;
    }

    private static boolean mentionsAnAttack(Path source) {
        try {
            return Files.readString(source).contains("@" + Attack.class.getSimpleName() + "(");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The tables, one for each place where attacks begin. */
    static String markdown(List<Shown> shown) {
        SortedMap<Row, List<Shown>> rows = new TreeMap<>(
                Comparator.comparing(Row::by).thenComparing(Row::tries).thenComparing(Row::gets));
        shown.forEach(test ->
                rows.computeIfAbsent(test.row(), row -> new ArrayList<>()).add(test));
        StringBuilder text = new StringBuilder();
        for (Attacker.Place place : Attacker.Place.values()) {
            text.append("### ")
                    .append(place.title())
                    .append("\n| who | tries | gets | shown by |\n|---|---|---|---|\n");
            rows.forEach((row, tests) -> {
                if (row.by().place() == place) {
                    text.append("| %s | %s | %s | %s |\n"
                            .formatted(row.by().label(), cell(row.tries()), cell(row.gets()), links(tests)));
                }
            });
            text.append('\n');
        }
        return text.toString().strip() + "\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /** Each class once; its methods are the title of the link. */
    private static String links(List<Shown> tests) {
        return tests.stream()
                .collect(Collectors.groupingBy(
                        Shown::file, TreeMap::new, Collectors.mapping(Shown::method, Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(file -> "[%s](../../%s \"%s\")"
                        .formatted(
                                file.getKey().getFileName().toString().replace(".java", ""),
                                file.getKey(),
                                file.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static final class Reader extends TreeScanner<Void, Void> {
        private final Path file;
        private final List<Shown> found;

        Reader(Path file, List<Shown> found) {
            this.file = file;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            List<? extends AnnotationTree> annotations = method.getModifiers().getAnnotations();
            List<String> names = annotations.stream().map(Reader::name).toList();
            annotations.stream()
                    .filter(annotation -> name(annotation).equals(Attack.class.getSimpleName()))
                    .forEach(annotation -> found.add(
                            new Shown(row(annotation), file, method.getName().toString(), names)));
            return super.visitMethod(method, nothing);
        }

        private static String name(AnnotationTree annotation) {
            return afterTheLastDot(annotation.getAnnotationType().toString());
        }

        private static Row row(AnnotationTree attack) {
            TreeMap<String, ExpressionTree> values = new TreeMap<>();
            for (ExpressionTree argument : attack.getArguments()) {
                AssignmentTree assignment = (AssignmentTree) argument;
                values.put(assignment.getVariable().toString(), assignment.getExpression());
            }
            return new Row(
                    Attacker.valueOf(afterTheLastDot(values.get("by").toString())),
                    text(values.get("tries")),
                    text(values.get("gets")));
        }

        private static String text(ExpressionTree tree) {
            return switch (tree) {
                case LiteralTree literal -> String.valueOf(literal.getValue());
                case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
                default -> throw new IllegalArgumentException("an attack's text must be written out: " + tree);
            };
        }

        private static String afterTheLastDot(String name) {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }
}
