package dev.taskping.bench;

/**
 * What one burst showed.
 *
 * @param jobs how many Jobs ended at once
 * @param floor the bare loop
 * @param taskPing the operator and the relay together
 * @param doubled messages that arrived a second time
 * @param operatorResidentMebibytes the operator's resident memory at the end
 * @param operatorPeakMebibytes the most it ever was
 * @param operatorMillisecondsPerJob the operator's processor time for a Job that is created, starts and ends
 * @param relayResidentMebibytes the relay's resident memory, without its PostgreSQL
 */
record BurstReport(
        int jobs,
        Latencies floor,
        Latencies taskPing,
        int doubled,
        long operatorResidentMebibytes,
        long operatorPeakMebibytes,
        double operatorMillisecondsPerJob,
        long relayResidentMebibytes) {

    /** The report as people read it. */
    String table() {
        return """

                %d Jobs ended at once                     p50 ms     p99 ms   drained ms   lost   doubled
                bare watch-and-POST (the floor)       %10.1f %10.1f %12.1f %6d         -
                TaskPing                              %10.1f %10.1f %12.1f %6d %9d
                budget                                         -          -       2000.0      0         0

                operator   %d MiB resident, %d MiB at most; %.2f ms of processor time a Job (created, started, ended)
                relay      %d MiB resident, without its PostgreSQL
                """
                .formatted(
                        jobs,
                        floor.p50(),
                        floor.p99(),
                        floor.drained(),
                        floor.lost(),
                        taskPing.p50(),
                        taskPing.p99(),
                        taskPing.drained(),
                        taskPing.lost(),
                        doubled,
                        operatorResidentMebibytes,
                        operatorPeakMebibytes,
                        operatorMillisecondsPerJob,
                        relayResidentMebibytes);
    }
}
