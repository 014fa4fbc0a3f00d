/**
 * Reports the start and the end of every Job to the relay: at once what this replica sees ({@code JobChangeHandler}, {@code
 * JobReporter}), and by {@code RecoveryRunner} what was missed. One class for each way to miss something:
 * <ul>
 * <li>{@code UnreportedJobCheck}: the Job exists, and the relay lacks an event of it.
 * <li>{@code LeaderCrashRecovery}: the Job was deleted while the leader crashed; this standby replica saw it.
 * <li>{@code DeletedJobReplay}: the Job was deleted while no operator was watching; the watch is replayed.
 * <li>{@code VanishedJobRecovery}: the relay knows the Job as running, the Job is gone, and nobody saw its end.
 * </ul>
 */
@NullMarked
package dev.taskping.operator.reporting;

import org.jspecify.annotations.NullMarked;
