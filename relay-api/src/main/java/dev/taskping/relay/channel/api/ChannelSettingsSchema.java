package dev.taskping.relay.channel.api;

import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Discriminator;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Describes {@link ChannelSettings} in the OpenAPI document, at build time, by the settings of every provider: one schema for each,
 * told apart by {@code type}.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ChannelSettingsSchema implements OASFilter {

    private static final String REFERENCE = "#/components/schemas/";
    private static final String TYPE = "type";

    /** The record of settings, by the provider's name. */
    private final SortedMap<String, Class<?>> settings = new TreeMap<>();

    /** With the providers of the relay. */
    public ChannelSettingsSchema(IndexView index) {
        index.getAllKnownImplementations(ProviderDescriptor.class).forEach(type -> {
            ProviderDescriptor<?> provider = create(type.name().toString());
            settings.put(provider.type().id(), provider.settingsType());
        });
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Discriminator discriminator = OASFactory.createDiscriminator().propertyName(TYPE);
        Schema any = OASFactory.createSchema()
                .description(
                        "How to reach a channel, secrets included. The type names the provider, which defines the other"
                                + " fields.")
                .discriminator(discriminator);
        settings.forEach((provider, type) -> {
            String reference = REFERENCE + type.getSimpleName();
            discriminator.addMapping(provider, reference);
            any.addOneOf(OASFactory.createSchema().ref(reference));
            document.getComponents().addSchema(type.getSimpleName(), schema(provider, type));
        });
        document.getComponents().addSchema(ChannelSettings.class.getSimpleName(), any);
    }

    private static ProviderDescriptor<?> create(String name) {
        try {
            return (ProviderDescriptor<?>) ChannelSettingsSchema.class
                    .getClassLoader()
                    .loadClass(name)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The descriptor of a provider needs a constructor without parameters: " + name, e);
        }
    }

    private static Schema schema(String provider, Class<?> settings) {
        Schema type = OASFactory.createSchema().addType(SchemaType.STRING).addEnumeration(provider);
        Schema schema = OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .addProperty(TYPE, type)
                .addRequired(TYPE);
        addComponents(schema, settings);
        return schema;
    }

    private static void addComponents(Schema schema, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            schema.addProperty(component.getName(), schema(component.getGenericType()));
            if (isRequired(component)) {
                schema.addRequired(component.getName());
            }
        }
    }

    private static boolean isRequired(RecordComponent component) {
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && component.getType() != Map.class
                && component.getType() != boolean.class;
    }

    private static Schema schema(Type type) {
        Schema schema = OASFactory.createSchema();
        if (type instanceof ParameterizedType generic) {
            List<Type> arguments = List.of(generic.getActualTypeArguments());
            return generic.getRawType() == Map.class
                    ? schema.addType(SchemaType.OBJECT).additionalPropertiesSchema(schema(arguments.getLast()))
                    : schema.addType(SchemaType.ARRAY).items(schema(arguments.getFirst()));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return schema.addType(SchemaType.STRING)
                    .enumeration(Arrays.<Object>stream(plain.getEnumConstants())
                            .map(Object::toString)
                            .map(Object.class::cast)
                            .toList());
        }
        if (plain.isRecord()) {
            addComponents(schema.addType(SchemaType.OBJECT), plain);
            return schema;
        }
        if (plain == String.class) {
            return schema.addType(SchemaType.STRING);
        }
        if (plain == URI.class) {
            return schema.addType(SchemaType.STRING).format("uri");
        }
        if (plain == boolean.class) {
            return schema.addType(SchemaType.BOOLEAN);
        }
        if (plain == int.class || plain == Long.class) {
            return schema.addType(SchemaType.INTEGER).format(plain == int.class ? "int32" : "int64");
        }
        throw new IllegalStateException(
                "Describe settings of " + plain + " in " + ChannelSettingsSchema.class.getSimpleName());
    }
}
