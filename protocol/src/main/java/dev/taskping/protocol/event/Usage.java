package dev.taskping.protocol.event;

/**
 * The resources that a task used.
 *
 * @param gpus the number of GPUs that all its pods held at the same time
 * @param gpuHours GPUs times hours, summed over its pods
 */
public record Usage(int gpus, double gpuHours) {}
