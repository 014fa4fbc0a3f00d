package dev.taskping.protocol.event;

/**
 * What a task used.
 *
 * @param gpus GPUs held at once by all its pods together
 * @param gpuHours GPUs times hours, summed over its pods
 */
public record Usage(int gpus, double gpuHours) {}
