package dev.taskping.crds.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * The labels that an object must have. All requirements must hold.
 *
 * @param matchLabels labels that must have exactly these values
 * @param matchExpressions labels that must have one of several values, or must exist, or must not
 */
@ValidationRule(
        value = "(has(self.matchLabels) && size(self.matchLabels) > 0)"
                + " || (has(self.matchExpressions) && size(self.matchExpressions) > 0)",
        message = "an empty selector would watch every Job; write for example selector: {matchLabels: {team: ml}}")
public record LabelSelectorSchema(
        @Size(max = 32)
                @ValidationRule(
                        value = "self.all(key, key.matches('" + LabelSelectorSchema.KEY + "'))",
                        message = "a key of matchLabels is not a valid label key; write for example team or"
                                + " example.com/team")
                @ValidationRule(
                        value = "self.all(key, self[key].matches('" + LabelSelectorSchema.VALUE + "'))",
                        message =
                                "a value of matchLabels is not a valid label value; write letters, digits, '-', '_' and"
                                        + " '.', at most 63, such as ml")
                Map<String, @Size(max = LabelSelectorSchema.LONGEST_VALUE) String> matchLabels,
        @Size(max = 32) List<Requirement> matchExpressions) {

    static final int LONGEST_VALUE = 63;
    static final String KEY = "^([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$";
    static final String VALUE = "^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$";

    /**
     * A requirement for one label.
     *
     * @param key the label's key
     * @param operator In and NotIn compare with values; Exists and DoesNotExist do not
     * @param values the values for In and NotIn
     */
    @ValidationRule(
            value = "!(self.operator in ['In', 'NotIn']) || (has(self.values) && size(self.values) > 0)",
            message = "operator In and NotIn need values; write for example"
                    + " {key: team, operator: In, values: [ml, research]}")
    @ValidationRule(
            value = "!(self.operator in ['Exists', 'DoesNotExist']) || !has(self.values) || size(self.values) == 0",
            message = "operator Exists and DoesNotExist take no values; remove values or write operator: In")
    public record Requirement(
            @Required
                    @Size(max = 317)
                    @ValidationRule(
                            value = "self.matches('" + KEY + "')",
                            message = "key is not a valid label key; write for example team or example.com/team")
                    String key,
            @Required Operator operator,
            @Size(max = 64)
                    @ValidationRule(
                            value = "self.all(v, v.matches('" + VALUE + "'))",
                            message =
                                    "one of the values is not a valid label value; write letters, digits, '-', '_' and"
                                            + " '.', at most 63, such as ml")
                    List<@Size(max = LONGEST_VALUE) String> values) {}

    /** How to compare a label. */
    public enum Operator {
        @JsonProperty("In")
        IN,
        @JsonProperty("NotIn")
        NOT_IN,
        @JsonProperty("Exists")
        EXISTS,
        @JsonProperty("DoesNotExist")
        DOES_NOT_EXIST
    }
}
