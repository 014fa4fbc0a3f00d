package dev.taskping.crds.launch;

import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.GoDuration;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the launches of a template. A day is the last 24 hours.
 *
 * @param maxActive the maximum number of Jobs at the same time
 * @param cooldown the shortest time between two launches, such as 5m
 * @param perDay the maximum number of launches in a day
 * @param gpuHoursPerDay the maximum number of GPU hours in a day. From its launch, a Job counts as its GPUs times its
 *     activeDeadlineSeconds; after its end, as the GPU hours it really used. Needs activeDeadlineSeconds in the jobTemplate
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
