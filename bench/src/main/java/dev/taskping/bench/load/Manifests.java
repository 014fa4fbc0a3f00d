package dev.taskping.bench.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is written to the API server: Jobs and pods, and their statuses as the Job controller and the kubelet have them. */
final class Manifests {

    private static final String JOB =
            """
            {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"%s","labels":{"bench":"yes"}},
            "spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"none"}]}}}}""";

    private static final String POD =
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%1$s-0","labels":{
            "batch.kubernetes.io/controller-uid":"%2$s","batch.kubernetes.io/job-name":"%1$s"},
            "ownerReferences":[{"apiVersion":"batch/v1","kind":"Job","controller":true,"name":"%1$s","uid":"%2$s"}]},
            "spec":{"restartPolicy":"Never","automountServiceAccountToken":false,
            "containers":[{"name":"main","image":"none"}]}}""";

    private static final String POD_ENDED =
            """
            {"status":{"phase":"Succeeded","containerStatuses":[{"name":"main","image":"none","imageID":"","ready":false,
            "restartCount":0,"state":{"terminated":{"exitCode":0,"reason":"Completed",
            "startedAt":"%1$s","finishedAt":"%1$s"}}}]}}""";

    private static final String RUNNING = "{\"status\":{\"startTime\":\"%s\",\"active\":1,\"ready\":1}}";

    private static final String ENDED =
            """
            {"status":{%2$s"completionTime":"%1$s","active":0,"ready":0,"succeeded":1,"conditions":[
            {"type":"SuccessCriteriaMet","status":"True","reason":"CompletionsReached",
            "lastTransitionTime":"%1$s","lastProbeTime":"%1$s"},
            {"type":"Complete","status":"True","reason":"CompletionsReached",
            "lastTransitionTime":"%1$s","lastProbeTime":"%1$s"}]}}""";

    private Manifests() {}

    static String job(String name) {
        return JOB.formatted(name);
    }

    static String pod(BenchJob job) {
        return POD.formatted(job.name(), job.uid());
    }

    static String podEnded() {
        return POD_ENDED.formatted(now());
    }

    static String running() {
        return RUNNING.formatted(now());
    }

    static String ended() {
        return ENDED.formatted(now(), "");
    }

    static String startedAndEnded() {
        String now = now();
        return ENDED.formatted(now, "\"startTime\":\"" + now + "\",");
    }

    /** The API server keeps whole seconds. */
    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
