package dev.taskping.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the processes of an installation have used so far.
 *
 * @param cpuSeconds processor time by part, children that have ended included
 * @param residentMebibytes resident memory by part; of PostgreSQL shared pages are counted once for each of its processes
 */
public record ProcessUsage(Map<String, Double> cpuSeconds, Map<String, Double> residentMebibytes) {

    /** The unit of times in {@code /proc/PID/stat} (proc_pid_stat(5)); 100 on every Linux that Java runs on. */
    private static final double TICKS = 100;

    /** This process. */
    public static final String BENCH = "the benchmark itself";

    private static final Map<String, String> PROGRAMS =
            Map.of("kube-apiserver", "API server", "etcd", "etcd", "postgres", "PostgreSQL");

    /**
     * Of this process, of the programs below it that have a name of their own, and of these.
     *
     * @param services name by process number
     */
    public static ProcessUsage of(Map<Long, String> services) {
        Map<String, Double> cpu = new LinkedHashMap<>();
        Map<String, Double> memory = new LinkedHashMap<>();
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        services.values().forEach(name -> cpu.put(name, 0.0));
        for (ProcessHandle process : processes) {
            String part = services.getOrDefault(process.pid(), program(process));
            if (!part.isEmpty()) {
                cpu.merge(part, cpuSeconds(process.pid()), Double::sum);
                memory.merge(part, residentMebibytes(process.pid()), Double::sum);
            }
        }
        long self = ProcessHandle.current().pid();
        cpu.put(BENCH, ownCpuSeconds(self));
        memory.put(BENCH, residentMebibytes(self));
        return new ProcessUsage(cpu, memory);
    }

    /** Processor time since another moment, by part. */
    public Map<String, Double> cpuSince(ProcessUsage before) {
        Map<String, Double> spent = new LinkedHashMap<>();
        cpuSeconds.forEach((part, seconds) -> spent.put(part, seconds - before.cpuSeconds.getOrDefault(part, 0.0)));
        return spent;
    }

    private static String program(ProcessHandle process) {
        String command = process.info().command().orElse("");
        return PROGRAMS.getOrDefault(command.substring(command.lastIndexOf('/') + 1), "");
    }

    private static double cpuSeconds(long process) {
        long[] times = times(process);
        return (times[0] + times[1] + times[2] + times[3]) / TICKS;
    }

    /** Without its children, which are parts of their own. */
    private static double ownCpuSeconds(long process) {
        long[] times = times(process);
        return (times[0] + times[1]) / TICKS;
    }

    /** User, system, and both of children that have ended: fields 14 to 17. */
    private static long[] times(long process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return new long[] {
                Long.parseLong(fields[11]),
                Long.parseLong(fields[12]),
                Long.parseLong(fields[13]),
                Long.parseLong(fields[14])
            };
        } catch (IOException ended) {
            return new long[4];
        }
    }

    private static double residentMebibytes(long process) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024.0;
        } catch (IOException ended) {
            return 0;
        }
    }
}
