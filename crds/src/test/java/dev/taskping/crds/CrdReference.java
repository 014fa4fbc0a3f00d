package dev.taskping.crds;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the reference of the custom resources, {@code docs/reference/crds.md}, from their definitions. */
final class CrdReference {

    private static final String INTRODUCTION =
            """
            # Custom resources

            <!-- Generated from the Java types in crds/. Change those and run 'make generate'. -->

            All custom resources are namespaced, belong to `%s/%s`, and are in the category `taskping`:
            `kubectl get taskping` lists them all. `kubectl explain` shows the same descriptions as this page.

            The API server rejects a manifest that cannot work, with a message that says what to write instead. The
            condition `Ready` shows problems that only the cluster or a provider can find, such as a missing channel or a
            rejected token. In the column *type*, `(≤ n)` is the maximum number of characters, elements or entries.
            """
                    .formatted(WellKnownNames.GROUP, WellKnownNames.VERSION);

    private final Path examples;
    private final StringBuilder markdown = new StringBuilder(INTRODUCTION);

    /** Reads an example for each kind from the folder {@code examples}; the files have the kinds' names. */
    CrdReference(Path examples) {
        this.examples = examples;
    }

    void add(CustomResourceDefinition crd) throws IOException {
        var names = crd.getSpec().getNames();
        var version = crd.getSpec().getVersions().getFirst();
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        JSONSchemaProps spec = SchemaEnricher.property(root, "spec");
        JSONSchemaProps status = SchemaEnricher.property(root, "status");

        line("\n## " + names.getKind() + "\n");
        line(root.getDescription());
        line("`kubectl get %s` or `%s`.".formatted(names.getPlural(), String.join("`, `", names.getShortNames())));
        line("\n```yaml");
        markdown.append(Files.readString(examples.resolve(names.getSingular() + ".yaml")));
        line("```");

        line("\n### Spec of a " + names.getKind() + "\n");
        line("| field | type | required | default | |\n|---|---|---|---|---|");
        addFields("", spec);

        line("\n### Validation messages of a " + names.getKind() + "\n");
        line("| field | message |\n|---|---|");
        addRules("metadata", root);
        addRules("", spec);

        line("\n### Status of a " + names.getKind() + "\n");
        line("| field | type | required | default | |\n|---|---|---|---|---|");
        addFields("", status);

        line("\n### Columns of a " + names.getKind() + "\n");
        line("| column | shows |\n|---|---|");
        for (var column : version.getAdditionalPrinterColumns()) {
            String wide = column.getPriority() == null ? "" : ", with `-o wide`";
            line("| %s | `%s`%s |".formatted(column.getName(), column.getJsonPath(), wide));
        }
    }

    String markdown() {
        return markdown.toString();
    }

    private void addFields(String parent, JSONSchemaProps object) {
        object.getProperties().forEach((name, schema) -> {
            String path = parent + name;
            String required = object.getRequired().contains(name) ? "yes" : "";
            line("| `%s` | %s | %s | %s | %s |"
                    .formatted(path, type(schema), required, code(schema.getDefault()), cell(schema.getDescription())));
            if (schema.getItems() != null) {
                addFields(path + "[].", schema.getItems().getSchema());
            } else {
                addFields(path + ".", schema);
            }
        });
    }

    private void addRules(String path, JSONSchemaProps schema) {
        schema.getXKubernetesValidations()
                .forEach(rule -> line("| %s | %s |"
                        .formatted(path.isEmpty() ? "`spec`" : "`" + path + "`", cell(rule.getMessage()))));
        if (path.equals("metadata")) {
            return;
        }
        String prefix = path.isEmpty() ? "" : path + ".";
        schema.getProperties().forEach((name, property) -> addRules(prefix + name, property));
        if (schema.getItems() != null) {
            addRules(path + "[]", schema.getItems().getSchema());
        }
    }

    private static String type(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            return "quantity";
        }
        if (schema.getItems() != null) {
            return "list%s of %s"
                    .formatted(
                            limit(schema.getMaxItems()), type(schema.getItems().getSchema()));
        }
        if (schema.getAdditionalProperties() != null) {
            return "map%s to %s"
                    .formatted(
                            limit(schema.getMaxProperties()),
                            type(schema.getAdditionalProperties().getSchema()));
        }
        if (!schema.getEnum().isEmpty()) {
            return schema.getEnum().stream().map(CrdReference::code).collect(Collectors.joining(" or "));
        }
        if (schema.getType() == null) {
            return "any";
        }
        return schema.getType() + limit(schema.getMaxLength()) + range(schema);
    }

    private static String limit(@Nullable Long most) {
        return most == null ? "" : " (≤ " + most + ")";
    }

    private static String range(JSONSchemaProps schema) {
        if (schema.getMaximum() != null) {
            return " (" + schema.getMinimum().longValue() + " to "
                    + schema.getMaximum().longValue() + ")";
        }
        return schema.getMinimum() == null ? "" : " (≥ " + schema.getMinimum().longValue() + ")";
    }

    private static String code(@Nullable JsonNode value) {
        return value == null ? "" : "`" + (value.isTextual() ? value.asText() : value.toString()) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replaceAll("[*_$](?=\\S)", "\\\\$0");
    }

    private void line(String text) {
        markdown.append(text).append('\n');
    }
}
