package dev.taskping.testkit.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Foreign text meets regular expressions of {@code java.util.regex} in logs, mails, chats and providers' answers, and some expressions
 * take a time that grows with the square of the text. Each expression in the sources is tried here with texts that are made of its
 * own parts, over and over; what is counted is the characters that the matcher reads, not time.
 */
class RegularExpressionsTest {

    private static final List<String> MODULES = List.of("protocol", "crds", "operator", "relay-api");
    private static final Set<String> METHODS = Set.of("compile", "matches", "replaceAll", "replaceFirst", "split");
    private static final int SIZE = 1_500;

    /** Twice the text takes about twice the reading if that is linear, four times if it is quadratic. */
    private static final double GROWTH = 2.7;

    /** Reads of a character; an expression of bounded repetitions may read one again and again. */
    private static final long LIMIT = 40_000_000;

    /** Its source, and whether all of a text must match, so that it is tried at one place only. */
    record Expression(String regex, boolean whole, String place) {

        @Override
        public String toString() {
            return place;
        }
    }

    static List<Expression> expressions() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Expression> expressions = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            for (String module : MODULES) {
                Path sources = Repository.root().resolve(module).resolve("src/main/java");
                List<Path> paths;
                try (Stream<Path> walk = Files.walk(sources)) {
                    paths = walk.filter(path -> path.toString().endsWith(".java"))
                            .toList();
                }
                JavacTask task = (JavacTask) compiler.getTask(
                        null,
                        files,
                        problem -> {},
                        List.of("-proc:none"),
                        null,
                        files.getJavaFileObjectsFromPaths(paths));
                for (CompilationUnitTree unit : task.parse()) {
                    new Finder(unit, expressions).scan(unit, null);
                }
            }
        }
        return expressions;
    }

    @ParameterizedTest
    @MethodSource("expressions")
    @Attack(
            by = Attacker.SENDER,
            tries = "a text that makes a pattern slow, in a mail or an answer",
            gets = "time in proportion to its length")
    @Attack(
            by = Attacker.PROGRAM,
            tries = "a text that makes a pattern slow, in a log",
            gets = "time in proportion to its length")
    void expressionReadsEachCharacterABoundedNumberOfTimes(Expression expression) {
        Pattern pattern = Pattern.compile(expression.regex);
        for (Text text : texts(expression.regex)) {
            long once = reads(pattern, expression.whole, text.of(SIZE));
            long twice = reads(pattern, expression.whole, text.of(2 * SIZE));
            assertThat(twice)
                    .as("characters read of %s by %s", text, expression.regex)
                    .isLessThan(LIMIT)
                    .isLessThanOrEqualTo((long) (GROWTH * Math.max(once, 20L * SIZE)));
        }
    }

    @Test
    void theExpressionsOfTheSourcesAreFound() throws IOException {
        assertThat(expressions()).hasSizeGreaterThan(60);
    }

    @Test
    void quadraticExpressionsAreRecognised() {
        for (String quadratic :
                List.of("\\d{5,}:x", " +$", "\\s*=\\s*", "(?m)^[^\\n]*\\r(?=[^\\n\\r])", "<\\S+@\\S+>")) {
            Pattern pattern = Pattern.compile(quadratic);
            assertThat(texts(quadratic)).as(quadratic).anySatisfy(text -> assertThat(
                            reads(pattern, false, text.of(2 * SIZE)))
                    .isGreaterThan((long) (GROWTH * reads(pattern, false, text.of(SIZE)))));
        }
    }

    /** A text that grows in its middle. */
    private record Text(String begin, String middle, String end) {

        String of(int length) {
            return begin + middle.repeat(length / middle.length() + 1) + end;
        }
    }

    /** Parts of the expression and pairs of them over and over, after each part, and with something else at the end. */
    private static List<Text> texts(String regex) {
        Set<String> parts = new LinkedHashSet<>(List.of("a", "1", " ", "\n", "\r", "\u2028", "<", "@", "/", ":"));
        Matcher word = Pattern.compile("\\p{L}{2,}").matcher(regex.replaceAll("\\\\[a-zA-Z]", " "));
        while (word.find()) {
            parts.add(word.group());
        }
        regex.chars().filter(c -> !Character.isLetterOrDigit(c)).forEach(c -> parts.add(Character.toString(c)));
        List<Text> texts = new ArrayList<>();
        for (String first : parts) {
            texts.add(new Text("", first, ""));
            texts.add(new Text("", first, "!"));
            for (String second : parts) {
                texts.add(new Text("", first + second, "!"));
                texts.add(new Text(first, second, "!"));
            }
        }
        return texts;
    }

    private static long reads(Pattern pattern, boolean whole, String text) {
        CountingText counting = new CountingText(text);
        Matcher matcher = pattern.matcher(counting);
        try {
            if (whole) {
                matcher.matches();
            } else {
                while (matcher.find()) {
                    // The next one, as in replaceAll.
                }
            }
        } catch (TooManyReadsException e) {
            return LIMIT;
        }
        return counting.reads;
    }

    private static final class TooManyReadsException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class CountingText implements CharSequence {
        private final String text;
        private long reads;

        CountingText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++reads >= LIMIT) {
                throw new TooManyReadsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }
    }

    /** Finds calls that compile an expression. What is put together at run time is tried with a word in place of each variable part. */
    private static final class Finder extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final String source;
        private final List<Expression> expressions;

        Finder(CompilationUnitTree unit, List<Expression> expressions) throws IOException {
            this.unit = unit;
            this.source = unit.getSourceFile().getCharContent(true).toString();
            this.expressions = expressions;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (call.getMethodSelect() instanceof MemberSelectTree method
                    && METHODS.contains(method.getIdentifier().toString())
                    && !call.getArguments().isEmpty()
                    && !source.contains("import com.google.re2j.Pattern")
                    && !method.getExpression().toString().contains("re2j")
                    && !method.getExpression().toString().contains(".matcher(")) {
                ExpressionTree argument = call.getArguments().getFirst();
                if (isText(argument)) {
                    String name = method.getIdentifier().toString();
                    boolean whole = name.equals("matches") || name.equals("compile") && isMatchedAsAWhole(call);
                    expressions.add(new Expression(flags(call) + text(argument), whole, place(argument)));
                }
            }
            return super.visitMethodInvocation(call, nothing);
        }

        private static boolean isText(ExpressionTree tree) {
            return switch (tree) {
                case LiteralTree literal -> literal.getValue() instanceof String;
                case BinaryTree sum -> isText(sum.getLeftOperand()) || isText(sum.getRightOperand());
                default -> false;
            };
        }

        private static String text(ExpressionTree tree) {
            return switch (tree) {
                case LiteralTree literal -> String.valueOf(literal.getValue());
                case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
                default -> "10";
            };
        }

        private static String flags(MethodInvocationTree call) {
            String flags = call.getArguments().size() < 2
                    ? ""
                    : call.getArguments().get(1).toString();
            return (flags.contains("CASE_INSENSITIVE") ? "(?i)" : "") + (flags.contains("MULTILINE") ? "(?m)" : "");
        }

        /** Whether each use of the field or of the call itself asks for {@code matches()}. */
        private boolean isMatchedAsAWhole(MethodInvocationTree call) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            Optional<String> name = parent instanceof VariableTree variable
                    ? Optional.of(variable.getName().toString())
                    : Optional.empty();
            if (name.isEmpty()) {
                return false;
            }
            Matcher use = Pattern.compile("\\b" + name.get() + "\\s*\\.(\\w+)\\(([^;]*);")
                    .matcher(source);
            boolean used = false;
            while (use.find()) {
                Matcher variable = Pattern.compile("(\\w+)\\s*=\\s*" + name.get() + "\\s*\\.matcher")
                        .matcher(source);
                String uses = variable.find() && !source.contains(variable.group(1) + ".find(") ? source : use.group(2);
                boolean whole = use.group(1).equals("asMatchPredicate")
                        || uses.contains(".matches()")
                        || uses.contains(".lookingAt()");
                if (!whole && !use.group(1).equals("pattern")) {
                    return false;
                }
                used = true;
            }
            return used;
        }

        private String place(ExpressionTree argument) {
            String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
            return String.format(Locale.ROOT, "%s: %s", file, argument);
        }
    }
}
