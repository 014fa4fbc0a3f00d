package dev.taskping.crds;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How much of a template there may be. A day is the last 24 hours.
 *
 * @param maxActive most Jobs at the same time
 * @param cooldown shortest time from one launch to the next, such as 5m
 * @param perDay most launches in a day
 * @param gpuHoursPerDay most GPU hours in a day: a Job counts with its GPUs times its activeDeadlineSeconds from the moment
 *     it is launched, and with what it really took once it has ended; needs activeDeadlineSeconds in the jobTemplate
 */
@CustomResourceJson
public record LaunchLimits(
        @Min(1) @Max(10_000) @Nullable Integer maxActive,
        @Size(max = 16)
                @ValidationRule(
                        value = "size(self) > 0 && self.matches('" + GoDuration.PATTERN
                                + "') && duration(self) > duration('0s') && duration(self) <= duration('24h')",
                        message = "cooldown must be more than 0s and at most 24h; write for example cooldown: 5m")
                @Nullable
                String cooldown,
        @Min(1) @Max(100_000) @Nullable Integer perDay,
        @Min(0)
                @Max(1_000_000)
                @ValidationRule(
                        value = "self > 0.0",
                        message = "gpuHoursPerDay must be more than 0; write for example gpuHoursPerDay: 64")
                @Nullable
                Double gpuHoursPerDay) {}
