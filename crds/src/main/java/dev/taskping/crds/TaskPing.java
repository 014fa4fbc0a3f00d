package dev.taskping.crds;

/** Names that users and every part of TaskPing share. */
public final class TaskPing {

    /** API group of the custom resources. */
    public static final String GROUP = "taskping.dev";

    /** Version of the custom resources. */
    public static final String VERSION = "v1alpha1";

    /** Label on a Job (or a CronJob's jobTemplate): the name of a NotificationChannel in the same namespace. */
    public static final String NOTIFY_LABEL = GROUP + "/notify";

    /** Label that the operator puts on a Job it created: the name of the Launch it was created for. */
    public static final String LAUNCH_LABEL = GROUP + "/launch";

    /** Label that the operator puts on a Launch: the name of the LaunchTemplate whose rules it is decided by. */
    public static final String TEMPLATE_LABEL = GROUP + "/template";

    /** Label that the operator puts on a Job it created from a NotifiedTask's jobTemplate: that NotifiedTask's name. */
    public static final String NOTIFIED_TASK_LABEL = GROUP + "/notified-task";

    /** Finalizer on a Job that is kept until its end is recorded, see {@link NotifiedTaskSpec#retainUntilNotified()}. */
    public static final String RETAIN_FINALIZER = GROUP + "/retain-until-notified";

    /**
     * Label that whoever may write a Job, or its NotifiedTask's jobTemplate, sets to {@code "true"}: a reply may have its work
     * done again. That is the approval. A Job that came from a LaunchTemplate needs none.
     */
    public static final String ALLOW_RETRY_LABEL = GROUP + "/allow-retry";

    /** Annotation that the operator puts on a Job which a person stopped: that person's name. */
    public static final String STOPPED_BY_ANNOTATION = GROUP + "/stopped-by";

    /** Annotation that the operator puts on a Job which a person stopped: the deadline in seconds that it had before. */
    public static final String DEADLINE_ANNOTATION = GROUP + "/deadline-before-stop";

    /** Annotation that the operator puts on a Job: the latest commands that changed it, so that none does so twice. */
    public static final String COMMANDS_ANNOTATION = GROUP + "/commands";

    /** Annotation on a NotificationChannel: each new value of it has one test message sent. */
    public static final String SEND_TEST_ANNOTATION = GROUP + "/send-test";

    /** The condition every resource carries. */
    public static final String READY = "Ready";

    /** The condition of a NotificationChannel that tells whether its latest messages arrive. */
    public static final String DELIVERING = "Delivering";

    private TaskPing() {}
}
