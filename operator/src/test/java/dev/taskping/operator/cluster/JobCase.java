package dev.taskping.operator.cluster;

import java.util.List;

/**
 * One line of the table: a Job, what happens to it, and what is told of it.
 *
 * @param title what is special about it
 * @param watched the NotifiedTask's way to find it
 * @param manifest the Job, or what makes it
 * @param steps what happens, in this order
 * @param told every event, in this order, as {@link JobUnderTest} writes them
 */
record JobCase(String title, String watched, String manifest, List<Step> steps, List<String> told) {

    static List<Step> steps(Step... steps) {
        return List.of(steps);
    }

    static List<String> told(String... told) {
        return List.of(told);
    }

    /** A Job of one container; {@code spec} is YAML in one line, such as {@code "backoffLimit: 1, completions: 2"}. */
    static JobCase of(String title, String spec, List<Step> steps, List<String> told) {
        return of(title, spec, "", steps, told);
    }

    /** As {@link #of(String, String, List, List)} with more in the pod's spec. */
    static JobCase of(String title, String spec, String pod, List<Step> steps, List<String> told) {
        return new JobCase(
                title,
                "selector: {matchLabels: {team: ml}}",
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: train, labels: {team: ml}}
                spec: {%s, template: {spec: {restartPolicy: Never, %s containers: [{name: main, image: 'example.com/none:1'}]}}}
                """
                        .formatted(spec, pod),
                steps,
                told);
    }

    /** A CronJob of every minute. */
    static JobCase ofCronJob(String title, List<Step> steps, List<String> told) {
        return new JobCase(
                title,
                "cronJobRef: {name: train}",
                """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: train}
                spec:
                  schedule: '* * * * *'
                  concurrencyPolicy: Forbid
                  jobTemplate:
                    spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: 'example.com/none:1'}]}}}
                """,
                steps,
                told);
    }

    @Override
    public String toString() {
        return title;
    }
}
