package dev.taskping.testkit.testbed;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link TestBed} is made of.
 *
 * @param relays how many replicas of the relay
 * @param operators how many replicas of the operator; one of them leads
 * @param proxied whether every connection between two parts goes through a proxy that can cut it. Without, there is one only
 *     before several relays, to share the operator's connections out
 * @param relayOptions of the relay's virtual machine
 * @param operatorOptions of the operator's virtual machine
 * @param relayEnvironment more settings of the relay
 * @param operatorEnvironment more settings of the operator
 * @param logs the folder for the logs of all processes
 */
public record TestBedSettings(
        int relays,
        int operators,
        boolean proxied,
        List<String> relayOptions,
        List<String> operatorOptions,
        Map<String, String> relayEnvironment,
        Map<String, String> operatorEnvironment,
        Path logs) {

    /** As the chart's values.yaml has it. */
    private static final List<String> RELAY_OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xms48m", "-Xmx256m", "-XX:TieredStopAtLevel=1");

    /** As the chart's values.yaml has it. */
    private static final List<String> OPERATOR_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xms32m",
            "-Xmn12m",
            "-Xmx192m",
            "-XX:MinHeapFreeRatio=15",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:+UseStringDeduplication",
            "-XX:TieredStopAtLevel=1");

    public TestBedSettings {
        relayOptions = List.copyOf(relayOptions);
        operatorOptions = List.copyOf(operatorOptions);
        relayEnvironment = Map.copyOf(relayEnvironment);
        operatorEnvironment = Map.copyOf(operatorEnvironment);
        if (relays < 1 || operators < 1) {
            throw new IllegalArgumentException(
                    "A stand has at least one relay and one operator, not " + relays + " and " + operators);
        }
    }

    /** That many replicas with the chart's settings and no proxies. */
    public static TestBedSettings of(int relays, int operators, Path logs) {
        return new TestBedSettings(relays, operators, false, RELAY_OPTIONS, OPERATOR_OPTIONS, Map.of(), Map.of(), logs);
    }

    /** The same with proxies. */
    public TestBedSettings withProxies() {
        return new TestBedSettings(
                relays, operators, true, relayOptions, operatorOptions, relayEnvironment, operatorEnvironment, logs);
    }

    /** The same with one more setting of the relay. */
    public TestBedSettings withRelay(String variable, String value) {
        return new TestBedSettings(
                relays,
                operators,
                proxied,
                relayOptions,
                operatorOptions,
                with(relayEnvironment, variable, value),
                operatorEnvironment,
                logs);
    }

    /** The same with one more setting of the operator. */
    public TestBedSettings withOperator(String variable, String value) {
        return new TestBedSettings(
                relays,
                operators,
                proxied,
                relayOptions,
                operatorOptions,
                relayEnvironment,
                with(operatorEnvironment, variable, value),
                logs);
    }

    private static Map<String, String> with(Map<String, String> environment, String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return more;
    }
}
