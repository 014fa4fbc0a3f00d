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
 * @param windows when it may be launched: inside any of these; absent: always
 * @param confirm whether the person who asked is asked once more before anything is created
 * @param limits how much of it there may be
 * @param retain how long its Launches are kept after their end, such as 168h, at least 24h; absent: as long as the operator
 *     is configured to, 720h by default
 */
@CustomResourceJson
public record LaunchTemplateSpec(
        @Size(max = 200) @Nullable String description,
        @ValidationRule(
                        value = "self.all(p, self.exists_one(q, q.name == p.name))",
                        message = "two parameters have the same name; give each its own")
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
                        message = "retain must be a duration of at least 24h, because limits look a day back;"
                                + " write for example retain: 168h")
                @Nullable
                String retain) {

    /** The types of parameters. */
    public enum ParameterType {
        /** Text that fits pattern or is one of values. */
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
        /** One of values; a reply may write it in capitals or not. Stays text. */
        @JsonProperty("enum")
        ENUM,
        /** A Kubernetes quantity that is not negative, such as 16Gi or 500m. Stays text. */
        @JsonProperty("quantity")
        QUANTITY,
        /** A duration, such as 90s or 1h30m. Stays text; {@code $(params.NAME.seconds)} is its whole number of seconds. */
        @JsonProperty("duration")
        DURATION
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
     * @param values the only values an enum or a string may have
     * @param maxLength longest string, in characters; 256 if absent
     * @param atLeast smallest quantity or shortest duration
     * @param atMost largest quantity or longest duration
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
            message = "atLeast is greater than atMost, so that no value fits; write the smaller one as atLeast")
    @ValidationRule(
            value = "self.type in ['integer', 'number'] || (!has(self.minimum) && !has(self.maximum))",
            message = "minimum and maximum are for type: integer and type: number; remove them or change the type;"
                    + " bounds of a quantity or duration are atLeast and atMost")
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
            @Min(1) @Max(ParameterValues.LONGEST) @Nullable Integer maxLength,
            @Size(min = 1, max = 40) @Nullable String atLeast,
            @Size(min = 1, max = 40) @Nullable String atMost) {}

    /**
     * Who may launch. Where both are given, both must hold.
     *
     * @param roles any of these; absent: launcher, which operators and admins are too
     * @param people any of these, by the names that channels give them; absent: anybody with the role
     */
    @CustomResourceJson
    @ValidationRule(
            value = "has(self.roles) || has(self.people)",
            message = "access says neither roles nor people; write for example access: {roles: [launcher]},"
                    + " or remove it")
    public record Access(
            @Size(min = 1, max = 4)
                    @ValidationRule(
                            value = "self.all(r, self.exists_one(s, s == r))",
                            message = "roles has a role twice; write each once")
                    @Nullable
                    List<Role> roles,
            @Size(min = 1, max = 64)
                    @ValidationRule(
                            value = "self.all(p, self.exists_one(q, q == p))",
                            message = "people has a person twice; write each once")
                    @Nullable
                    List<@Size(min = 1, max = 128) String> people) {}

    public LaunchTemplateSpec {
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
        windows = windows == null ? null : List.copyOf(windows);
    }
}
