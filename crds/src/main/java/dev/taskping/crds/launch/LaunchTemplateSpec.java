package dev.taskping.crds.launch;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.GoDuration;
import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.ParameterValues;
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
 * @param description a description in one line
 * @param parameters what a reply may set; a reply can change nothing else
 * @param jobTemplate a Job (metadata and spec); {@code $(params.NAME)} stands for a parameter. If the reference is the whole
 *     value, it keeps the parameter's type
 * @param access who may launch the template; if absent, people with the role launcher
 * @param windows when replies may launch the template: inside any of these windows; if absent, always
 * @param confirm whether TaskPing asks the person to confirm before it creates anything
 * @param limits limits on the launches of this template
 * @param retain how long to keep finished Launches of this template, such as 168h, at least 24h; if absent, the operator's
 *     setting applies, 720h by default
 */
@CustomResourceJson
public record LaunchTemplateSpec(
        @Size(max = 200) @Nullable String description,
        @ValidationRule(
                        value = "self.all(p, self.exists_one(q, q.name == p.name))",
                        message = "two parameters have the same name; give each parameter its own name")
                @Size(max = 32)
                List<Parameter> parameters,
        @Required JobTemplate jobTemplate,
        @Nullable Access access,
        @Size(min = 1, max = 16) @Nullable List<LaunchWindow> windows,
        @Nullable Boolean confirm,
        @Nullable LaunchLimits limits,
        @Size(max = 16)
                @ValidationRule(
                        value = "size(self) > 0 && self.matches('" + GoDuration.PATTERN
                                + "') && duration(self) >= duration('24h')",
                        message = "retain must be a duration of at least 24h, because limits count the last 24 hours;"
                                + " write for example retain: 168h")
                @Nullable
                String retain) {

    /** The types of parameters. */
    public enum ParameterType {
        /** Text that matches pattern or is one of values. */
        @JsonProperty("string")
        STRING,
        /** A whole number. */
        @JsonProperty("integer")
        INTEGER,
        /** A number. */
        @JsonProperty("number")
        NUMBER,
        /** True or false. */
        @JsonProperty("boolean")
        BOOLEAN,
        /** One of values, in upper or lower case. Stays text. */
        @JsonProperty("enum")
        ENUM,
        /** A Kubernetes quantity such as 16Gi or 500m, not negative. Stays text. */
        @JsonProperty("quantity")
        QUANTITY,
        /** A duration such as 90s or 1h30m. Stays text; {@code $(params.NAME.seconds)} is the whole number of seconds. */
        @JsonProperty("duration")
        DURATION
    }

    /**
     * A parameter that a reply may set.
     *
     * @param name the parameter's name in replies and in the jobTemplate: a letter, then letters, digits, underscores
     * @param type the type of its values
     * @param description a description in one line
     * @param defaultValue the value if a reply sets none, of the parameter's type; if absent, a reply must set a value
     * @param minimum the smallest integer or number
     * @param maximum the largest integer or number
     * @param pattern an RE2 expression that a string must match as a whole
     * @param values the allowed values of an enum or a string
     * @param maxLength the longest string, in characters; if absent, 256
     * @param atLeast the smallest quantity or the shortest duration
     * @param atMost the largest quantity or the longest duration
     */
    @CustomResourceJson
    @ValidationRule(
            value = "self.type == 'string' || (!has(self.pattern) && !has(self.maxLength))",
            message = "pattern and maxLength are for type: string; remove them or write type: string")
    @ValidationRule(
            value = "self.type in ['string', 'enum'] || !has(self.values)",
            message = "values are for type: enum and type: string; remove them or change the type")
    @ValidationRule(
            value = "self.type != 'enum' || has(self.values)",
            message = "an enum parameter needs values; write for example values: [small, large]")
    @ValidationRule(
            value = "self.type in ['quantity', 'duration'] || (!has(self.atLeast) && !has(self.atMost))",
            message = "atLeast and atMost are for type: quantity and type: duration; remove them or change the type")
    @ValidationRule(
            value = "self.type != 'quantity' || (!has(self.atLeast) || isQuantity(self.atLeast))"
                    + " && (!has(self.atMost) || isQuantity(self.atMost))",
            message = "atLeast and atMost of a quantity are quantities; write for example atMost: 64Gi")
    @ValidationRule(
            value = "self.type != 'duration' || (!has(self.atLeast) || self.atLeast.matches('" + GoDuration.PATTERN
                    + "')) && (!has(self.atMost) || self.atMost.matches('" + GoDuration.PATTERN + "'))",
            message = "atLeast and atMost of a duration are durations; write for example atMost: 2h")
    @ValidationRule(
            value = "self.type != 'quantity' || !has(self.atLeast) || !has(self.atMost) || !isQuantity(self.atLeast)"
                    + " || !isQuantity(self.atMost)"
                    + " || quantity(self.atLeast).compareTo(quantity(self.atMost)) <= 0",
            message = "atLeast is greater than atMost, so no value is valid; swap the two")
    @ValidationRule(
            value = "self.type in ['integer', 'number'] || (!has(self.minimum) && !has(self.maximum))",
            message = "minimum and maximum are for type: integer and type: number; remove them or change the type;"
                    + " bounds of a quantity or duration are atLeast and atMost")
    @ValidationRule(
            value = "!has(self.minimum) || !has(self.maximum) || self.minimum <= self.maximum",
            message = "minimum is greater than maximum, so no value is valid; swap the two")
    @ValidationRule(
            value = "self.type != 'string' || has(self.pattern) || has(self.values)",
            message =
                    "a string parameter needs pattern or values, so that a reply cannot put arbitrary text into a Job;"
                            + " write for example pattern: '[a-z0-9-]{1,40}'")
    public record Parameter(
            @Required
                    @Size(max = 40)
                    @ValidationRule(
                            value = "self.matches('^[A-Za-z][A-Za-z0-9_]*$')",
                            message = "a parameter's name must be a letter followed by letters, digits or underscores;"
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
                            message = "pattern is not a valid RE2 expression; write for example '[a-z0-9-]{1,40}'")
                    @Nullable
                    String pattern,
            @Size(min = 1, max = 64)
                    @ValidationRule(
                            value = "self.all(v, self.exists_one(w, w == v))",
                            message = "values lists a value twice; list each value once")
                    @Nullable
                    List<@Size(max = 128) String> values,
            @Min(1) @Max(ParameterValues.LONGEST) @Nullable Integer maxLength,
            @Size(min = 1, max = 40) @Nullable String atLeast,
            @Size(min = 1, max = 40) @Nullable String atMost) {}

    /**
     * Who may launch. If both fields are set, both must match. Roles and names are those that the channels of the template's namespace give.
     *
     * @param roles people with any of these roles may launch; if absent, launcher, which includes operator and admin
     * @param people only these people may launch, named as on the channels of this namespace, or, people of another namespace, as
     *     {@code namespace/name}; if absent, everybody with the role in this namespace
     */
    @CustomResourceJson
    @ValidationRule(
            value = "has(self.roles) || has(self.people)",
            message = "access needs roles or people; write for example access: {roles: [launcher]}," + " or remove it")
    public record Access(
            @Size(min = 1, max = 4)
                    @ValidationRule(
                            value = "self.all(r, self.exists_one(s, s == r))",
                            message = "roles lists a role twice; list each role once")
                    @Nullable
                    List<Role> roles,
            @Size(min = 1, max = 64)
                    @ValidationRule(
                            value = "self.all(p, self.exists_one(q, q == p))",
                            message = "people lists a person twice; list each person once")
                    @Nullable
                    List<@Size(min = 1, max = 128) String> people) {}

    public LaunchTemplateSpec {
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
        windows = windows == null ? null : List.copyOf(windows);
    }
}
