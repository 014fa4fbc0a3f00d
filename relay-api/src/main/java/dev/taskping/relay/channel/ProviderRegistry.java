package dev.taskping.relay.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import dev.taskping.relay.channel.spi.ProviderSettings;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The descriptors of all providers, by name; reads and writes the settings of their channels. */
@ApplicationScoped
public class ProviderRegistry {

    private final ObjectMapper json = ProtocolJson.mapper();
    private final Map<String, ProviderDescriptor<?>> providers = new TreeMap<>();

    @Inject
    public ProviderRegistry(@All List<ProviderDescriptor<?>> all) {
        all.forEach(provider -> providers.put(provider.type().id(), provider));
    }

    /** Settings that cannot be read. The message names the field and repeats no value. */
    public static final class InvalidSettingsException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidSettingsException(String fault) {
            super(fault);
        }
    }

    /** Each provider, in the order of the names. */
    public List<ProviderDescriptor<?>> providers() {
        return List.copyOf(providers.values());
    }

    /** Each kind of channel, in the order of the names. */
    public List<ChannelType> types() {
        return providers.values().stream()
                .<ChannelType>map(ProviderDescriptor::type)
                .toList();
    }

    /**
     * The kind of that name, as in the database and in metrics.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ChannelType type(String id) {
        return Optional.ofNullable(providers.get(id))
                .map(ProviderDescriptor::type)
                .orElseThrow(() -> new IllegalArgumentException("This relay has no provider '" + id + "'"));
    }

    /**
     * Settings as their provider has them; {@link ProviderSettings#fault} says whether they can be tried.
     *
     * @throws InvalidSettingsException if no provider is called so, or a field is not of its type
     */
    public ProviderSettings read(ChannelSettings settings) throws InvalidSettingsException {
        ProviderDescriptor<?> provider = providers.get(settings.type());
        if (provider == null) {
            throw new InvalidSettingsException(
                    "settings.type: must be one of " + String.join(", ", providers.keySet()));
        }
        try {
            return json.treeToValue(settings.fields(), provider.settingsType());
        } catch (JsonProcessingException e) {
            throw new InvalidSettingsException(fault(e));
        }
    }

    /**
     * The field at fault and what would be accepted; empty if the settings can be tried. No provider has a use for a text that is there and
     * blank: an empty secret would let anybody sign, or nobody.
     */
    public Optional<String> fault(ProviderSettings settings) {
        return blank("settings", settings).or(settings::fault);
    }

    private static Optional<String> blank(String name, @Nullable Object value) {
        return switch (value) {
            case String text
            when text.isBlank() -> Optional.of(name + ": must not be blank; leave it out, or give it a value");
            case URI address
            when address.toString().isBlank() ->
                Optional.of(name + ": must not be blank; leave it out, or give it a value");
            case Collection<?> values ->
                values.stream().flatMap(one -> blank(name, one).stream()).findFirst();
            case Record fields ->
                Arrays.stream(fields.getClass().getRecordComponents())
                        .flatMap(field -> blank(name + "." + field.getName(), read(fields, field)).stream())
                        .findFirst();
            case null, default -> Optional.empty();
        };
    }

    private static @Nullable Object read(Record fields, RecordComponent field) {
        try {
            return field.getAccessor().invoke(fields);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Settings are public records; " + fields.getClass() + " is not", e);
        }
    }

    /** Settings as they are sent and stored. */
    public ChannelSettings write(ProviderSettings settings) {
        ObjectNode fields = json.valueToTree(settings);
        return new ChannelSettings(settings.type().id(), fields);
    }

    private static String fault(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) {
            return "settings: cannot be read";
        }
        String field = mapping.getPath().stream().map(ProviderRegistry::step).collect(Collectors.joining());
        Class<?> wanted = e instanceof MismatchedInputException mismatched ? mismatched.getTargetType() : null;
        return "settings" + field + ": " + wanted(wanted);
    }

    private static String step(Reference reference) {
        return reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : "." + reference.getFieldName();
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "cannot be read";
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (type == String.class) {
            return "must be a text";
        }
        if (type == URI.class) {
            return "must be an address";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "must be a number";
        }
        return Collection.class.isAssignableFrom(type) ? "must be a list" : "must be an object";
    }
}
