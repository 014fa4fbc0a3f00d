package dev.taskping.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.protocol.channel.Role;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that replies may launch.
 *
 * @param description one line for people
 * @param parameters what a reply may set; nothing else can be changed
 * @param jobTemplate a Job (metadata and spec); {@code $(params.NAME)} stands for a parameter, and as a whole value
 *     keeps the parameter's type
 * @param access who may launch it; absent: launchers
 */
@ApiPart
public record LaunchTemplateSpec(
        @Size(max = 200) @Nullable String description,
        @ValidationRule(
                        value = "self.all(p, self.exists_one(q, q.name == p.name))",
                        message = "two parameters have the same name; give each its own")
                @Size(max = 32)
                List<Parameter> parameters,
        @Required JobTemplate jobTemplate,
        @Nullable Access access) {

    /** The types of parameters. */
    public enum ParameterType {
        @JsonProperty("string")
        STRING,
        @JsonProperty("integer")
        INTEGER,
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("boolean")
        BOOLEAN
    }

    /**
     * Something a reply may set.
     *
     * @param name how replies and the jobTemplate call it: a letter, then letters, digits, underscores
     * @param type what its values are
     * @param description one line for people
     * @param defaultValue used when a reply does not set it, of the parameter's type; absent: a reply must
     * @param minimum smallest integer or number
     * @param maximum largest integer or number
     * @param pattern RE2 expression that a string must match as a whole
     * @param values the only values a string may have
     * @param maxLength longest string, in characters; 256 if absent
     */
    @ApiPart
    @ValidationRule(
            value = "self.type == 'string' || (!has(self.pattern) && !has(self.values) && !has(self.maxLength))",
            message = "pattern, values and maxLength are for type: string; remove them or write type: string")
    @ValidationRule(
            value = "self.type in ['integer', 'number'] || (!has(self.minimum) && !has(self.maximum))",
            message = "minimum and maximum are for type: integer and type: number; remove them or change the type")
    @ValidationRule(
            value = "!has(self.minimum) || !has(self.maximum) || self.minimum <= self.maximum",
            message = "minimum is greater than maximum, so that no value fits; write the smaller one as minimum")
    @ValidationRule(
            value = "self.type != 'string' || has(self.pattern) || has(self.values)",
            message =
                    "a string parameter needs a pattern or values, so that a reply cannot put just anything into a Job;"
                            + " write for example pattern: '[a-z0-9-]{1,40}'")
    public record Parameter(
            @Required
                    @Size(max = 40)
                    @ValidationRule(
                            value = "self.matches('^[A-Za-z][A-Za-z0-9_]*$')",
                            message = "a parameter's name is a letter, then letters, digits or underscores;"
                                    + " write for example learning_rate")
                    String name,
            @Required ParameterType type,
            @Size(max = 200) @Nullable String description,
            @JsonProperty("default") @PreserveUnknownFields @Nullable JsonNode defaultValue,
            @Nullable Double minimum,
            @Nullable Double maximum,
            @Size(max = 200)
                    @ValidationRule(
                            value = "''.matches(self) || !''.matches(self)",
                            message = "pattern is not an RE2 expression; write for example '[a-z0-9-]{1,40}'")
                    @Nullable
                    String pattern,
            @Size(min = 1, max = 64)
                    @ValidationRule(
                            value = "self.all(v, self.exists_one(w, w == v))",
                            message = "values has a value twice; write each once")
                    @Nullable
                    List<@Size(max = 128) String> values,
            @Min(1) @Max(ParameterValues.LONGEST) @Nullable Integer maxLength) {}

    /**
     * Who may launch.
     *
     * @param roles any of these
     */
    @ApiPart
    public record Access(
            @Required
                    @Size(min = 1, max = 4)
                    @ValidationRule(
                            value = "self.all(r, self.exists_one(s, s == r))",
                            message = "roles has a role twice; write each once")
                    List<Role> roles) {}

    public LaunchTemplateSpec {
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
    }
}
