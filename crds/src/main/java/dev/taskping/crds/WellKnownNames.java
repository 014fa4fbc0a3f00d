package dev.taskping.crds;

/** The names of labels, annotations, finalizers and conditions that users and all parts of TaskPing share. */
public final class WellKnownNames {

    /** API group of the custom resources. */
    public static final String GROUP = "taskping.dev";

    /** Version of the custom resources. */
    public static final String VERSION = "v1alpha1";

    /** A label on a Job (or in a CronJob's jobTemplate) with the name of a NotificationChannel in the same namespace. */
    public static final String NOTIFY_LABEL = GROUP + "/notify";

    /** The label on a Job that the operator created for a Launch, with the name of that Launch. */
    public static final String LAUNCH_LABEL = GROUP + "/launch";

    /** The label on a Launch with the name of the LaunchTemplate whose rules apply. */
    public static final String TEMPLATE_LABEL = GROUP + "/template";

    /** The label on a Job that the operator created from a NotifiedTask's jobTemplate, with the name of that NotifiedTask. */
    public static final String NOTIFIED_TASK_LABEL = GROUP + "/notified-task";

    /** The finalizer on a Job that TaskPing keeps until it has recorded its end, see {@code NotifiedTask.spec.retainUntilNotified}. */
    public static final String RETAIN_FINALIZER = GROUP + "/retain-until-notified";

    /**
     * A label with the value {@code "true"} on a Job, or in a NotifiedTask's jobTemplate: it lets replies retry the Job.
     * Permission to write the Job is the approval. A Job from a LaunchTemplate does not need the label.
     */
    public static final String ALLOW_RETRY_LABEL = GROUP + "/allow-retry";

    /**
     * The annotation on a Job of a Launch that a reply asked for: the person's name, after the namespace whose channels name the person
     * and a slash if that is another one.
     */
    public static final String REQUESTED_BY_PERSON_ANNOTATION = GROUP + "/requested-by-person";

    /** The annotation on a Job of a Launch that somebody created directly: the Kubernetes user. */
    public static final String REQUESTED_BY_USER_ANNOTATION = GROUP + "/requested-by-user";

    /** The annotation on a Job that a person stopped, with that person's name. */
    public static final String STOPPED_BY_ANNOTATION = GROUP + "/stopped-by";

    /** The annotation on a Job that a person stopped, with its previous deadline in seconds. */
    public static final String DEADLINE_ANNOTATION = GROUP + "/deadline-before-stop";

    /** The annotation on a Job with the latest commands that changed it, so that no command changes it twice. */
    public static final String COMMANDS_ANNOTATION = GROUP + "/commands";

    /** An annotation on a NotificationChannel; each new value sends one test message. */
    public static final String SEND_TEST_ANNOTATION = GROUP + "/send-test";

    /**
     * The annotation on a Secret with the channels that may use it, separated by commas: a type, such as {@code telegram}, or a type and
     * the host that the channel names, such as {@code email@smtp.example.com}; {@code *} for any host.
     */
    public static final String SECRET_CHANNELS_ANNOTATION = GROUP + "/channels";

    /** The condition that every resource has. */
    public static final String READY = "Ready";

    /** The condition of a NotificationChannel that says whether its latest messages arrive. */
    public static final String DELIVERING = "Delivering";

    private WellKnownNames() {}
}
