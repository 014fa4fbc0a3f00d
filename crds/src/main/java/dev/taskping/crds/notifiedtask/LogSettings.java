package dev.taskping.crds.notifiedtask;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * How much of a log a message contains.
 *
 * @param tail the number of bytes from the end of the log, as a quantity such as {@code 10Ki}; 0 for no log, 64Ki at most
 */
@CustomResourceJson
public record LogSettings(
        @Default("10Ki")
                @ValidationRule(
                        value = "isQuantity(string(self)) && quantity(string(self)).compareTo(quantity('0')) >= 0"
                                + " && quantity(string(self)).compareTo(quantity('64Ki')) <= 0",
                        message = "log.tail must be a quantity between 0 and 64Ki; write for example tail: 10Ki")
                @Nullable
                Quantity tail) {}
