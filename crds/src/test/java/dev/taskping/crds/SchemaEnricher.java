package dev.taskping.crds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.taskping.crds.schema.ConditionSchema;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.crdv2.generator.v1.JsonSchema;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a generated schema what the generator leaves out: descriptions from Javadoc, formats of numbers, the standard schema
 * of conditions. Removes validation rules that the generator repeats.
 */
final class SchemaEnricher {

    private static final Map<Class<?>, String> FORMATS = Map.of(
            int.class, "int32",
            Integer.class, "int32",
            Long.class, "int64",
            Double.class, "double");

    private final Javadoc javadoc;

    SchemaEnricher(Javadoc javadoc) {
        this.javadoc = javadoc;
    }

    /** Completes the schema of a custom resource. */
    void enrich(JSONSchemaProps root, Class<? extends CustomResource<?, ?>> kind) {
        root.setDescription(comment(kind));
        root.setRequired(List.of("spec"));
        var arguments = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        enrichPart(root, "spec", (Class<?>) arguments[0]);
        enrichPart(root, "status", (Class<?>) arguments[1]);
    }

    private void enrichPart(JSONSchemaProps root, String name, Class<?> type) {
        JSONSchemaProps schema = property(root, name);
        schema.setDescription(comment(type));
        enrichValue(schema, type);
    }

    private void enrichValue(JSONSchemaProps schema, Type type) {
        // The generator finds each annotation of a record component twice: on the field and on the accessor.
        schema.setXKubernetesValidations(List.copyOf(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class -> enrichList(schema, list.getActualTypeArguments()[0]);
            case ParameterizedType map
            when map.getRawType() == Map.class ->
                enrichValue(schema.getAdditionalProperties().getSchema(), map.getActualTypeArguments()[1]);
            case Class<?> value when value.isRecord() -> enrichObject(schema, value);
            case Class<?> value
            when value.isEnum() ->
                schema.setEnum(Arrays.stream(value.getEnumConstants())
                        .map(constant -> TextNode.valueOf(wireName((Enum<?>) constant)))
                        .collect(Collectors.toList()));
            case Class<?> value -> schema.setFormat(FORMATS.getOrDefault(value, schema.getFormat()));
            default -> throw new IllegalArgumentException("no schema is known for " + type);
        }
    }

    private void enrichList(JSONSchemaProps schema, Type element) {
        if (element == Condition.class) {
            schema.setXKubernetesListType("map");
            schema.setXKubernetesListMapKeys(List.of("type"));
            schema.getItems().setSchema(JsonSchema.from(ConditionSchema.class));
            enrichValue(schema.getItems().getSchema(), ConditionSchema.class);
        } else {
            enrichValue(schema.getItems().getSchema(), element);
        }
    }

    private void enrichObject(JSONSchemaProps schema, Class<?> type) {
        Map<String, JSONSchemaProps> inOrderOfDeclaration = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JSONSchemaProps property = property(schema, wireName(component));
            Type valueType = valueType(component);
            property.setDescription(describe(type, component, valueType));
            enrichValue(property, valueType);
            inOrderOfDeclaration.put(wireName(component), property);
        }
        schema.setProperties(inOrderOfDeclaration);
    }

    static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return requireNonNull(schema.getProperties().get(name), () -> "the schema has no property " + name);
    }

    private String describe(Class<?> record, RecordComponent component, Type valueType) {
        String text = javadoc.of(record, component.getName())
                .orElseThrow(() -> new IllegalArgumentException(
                        "write a Javadoc @param for " + component.getName() + " of " + record));
        return text + enumConstants(valueType);
    }

    /** Explains each constant that has a Javadoc comment. */
    private String enumConstants(Type type) {
        Type element = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
        if (!(element instanceof Class<?> value && value.isEnum())) {
            return "";
        }
        return Arrays.stream(value.getEnumConstants())
                .map(Enum.class::cast)
                .flatMap(constant -> javadoc
                        .of(value, constant.name())
                        .map(comment -> " " + wireName(constant) + ": " + lowerFirst(comment))
                        .stream())
                .collect(Collectors.joining());
    }

    private static String lowerFirst(String comment) {
        boolean acronym = comment.length() > 1 && Character.isUpperCase(comment.charAt(1));
        return acronym ? comment : Character.toLowerCase(comment.charAt(0)) + comment.substring(1);
    }

    private String comment(Class<?> type) {
        return javadoc.of(type).orElseThrow(() -> new IllegalArgumentException("write a Javadoc comment on " + type));
    }

    private static Type valueType(RecordComponent component) {
        SchemaFrom from = annotation(component, SchemaFrom.class);
        return from == null ? component.getGenericType() : from.type();
    }

    private static String wireName(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }

    private static String wireName(Enum<?> constant) {
        JsonProperty property = annotation(constant.getDeclaringClass(), constant.name(), JsonProperty.class);
        return property == null ? constant.name() : property.value();
    }

    /** Looks at the component's field, because some annotations are allowed only on fields. */
    private static <A extends Annotation> @Nullable A annotation(RecordComponent component, Class<A> type) {
        return annotation(component.getDeclaringRecord(), component.getName(), type);
    }

    private static <A extends Annotation> @Nullable A annotation(Class<?> owner, String field, Class<A> type) {
        try {
            return owner.getDeclaredField(field).getAnnotation(type);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(owner + " has no field " + field, e);
        }
    }
}
