package dev.taskping.crds;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** The Javadoc comments of Java types as plain text, read with the compiler's parser. */
final class Javadoc {

    private final Map<String, List<? extends DocTree>> comments = new HashMap<>();

    /** Reads every comment on types, record components and enum constants below {@code roots}. */
    static Javadoc of(List<Path> roots) throws IOException {
        var javadoc = new Javadoc();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            for (Path root : roots) {
                List<Path> sources;
                try (var walk = Files.walk(root)) {
                    sources = walk.filter(file -> file.toString().endsWith(".java"))
                            .toList();
                }
                var task = (JavacTask) compiler.getTask(
                        null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
                var trees = DocTrees.instance(task);
                for (CompilationUnitTree unit : task.parse()) {
                    javadoc.new Reader(trees).scan(unit, null);
                }
            }
        }
        return javadoc;
    }

    /** The comment on {@code type} itself. */
    Optional<String> of(Class<?> type) {
        return Optional.ofNullable(comments.get(type.getName())).map(Javadoc::sentence);
    }

    /** The {@code @param} of a record's component, or the comment on an enum's constant. */
    Optional<String> of(Class<?> type, String member) {
        return Optional.ofNullable(comments.get(type.getName() + "#" + member)).map(Javadoc::sentence);
    }

    private final class Reader extends TreePathScanner<Void, Void> {

        private final DocTrees trees;
        private final Deque<String> enclosing = new ArrayDeque<>();

        Reader(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            var unit = getCurrentPath().getCompilationUnit();
            String name = enclosing.isEmpty()
                    ? unit.getPackageName() + "." + type.getSimpleName()
                    : enclosing.getLast() + "$" + type.getSimpleName();
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                comments.put(name, comment.getFullBody());
                for (DocTree tag : comment.getBlockTags()) {
                    if (tag instanceof ParamTree parameter && !parameter.isTypeParameter()) {
                        comments.put(name + "#" + parameter.getName(), parameter.getDescription());
                    }
                }
            }
            enclosing.addLast(name);
            super.visitClass(type, nothing);
            enclosing.removeLast();
            return null;
        }

        @Override
        public Void visitVariable(VariableTree variable, Void nothing) {
            TreePath path = getCurrentPath();
            DocCommentTree comment = trees.getDocCommentTree(path);
            if (comment != null && path.getParentPath().getLeaf().getKind() == Tree.Kind.ENUM) {
                comments.put(enclosing.getLast() + "#" + variable.getName(), comment.getFullBody());
            }
            return super.visitVariable(variable, nothing);
        }
    }

    /** Plain text that begins with a capital letter, unless it begins with code, and ends with a full stop. */
    private static String sentence(List<? extends DocTree> trees) {
        String text = trees.stream()
                .map(Javadoc::plain)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .strip();
        if (text.isEmpty()) {
            return text;
        }
        String begun =
                trees.getFirst() instanceof TextTree ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text;
        return begun.endsWith(".") ? begun : begun + ".";
    }

    private static String plain(DocTree tree) {
        return switch (tree) {
            case TextTree text -> text.getBody();
            case LiteralTree literal -> literal.getBody().getBody();
            case EntityTree entity -> entityText(entity);
            case LinkTree link ->
                link.getLabel().isEmpty()
                        ? link.getReference().getSignature()
                        : link.getLabel().stream().map(Javadoc::plain).collect(Collectors.joining());
            case StartElementTree ignored -> "";
            case EndElementTree ignored -> "";
            default ->
                throw new IllegalArgumentException("write Javadoc of the custom resources without " + tree
                        + ": it becomes plain text in the CustomResourceDefinitions");
        };
    }

    private static String entityText(EntityTree entity) {
        return switch (entity.getName().toString()) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            default -> entity.toString();
        };
    }
}
