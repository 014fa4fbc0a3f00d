package dev.taskping.protocol.event;

/**
 * The most that an event may contain. The relay rejects what is beyond; senders fit their events with {@link EventTrimmer}. Most are
 * far above what Kubernetes allows for the same value. Lengths of texts are in UTF-16 code units.
 */
public final class EventLimits {

    /** Of an event's id, its subject and a task's uid. */
    public static final int ID = 512;

    /** Of the name of an object, a namespace or a kind: an RFC 1123 subdomain. */
    public static final int NAME = 253;

    /** Of a sentence for people, such as an outcome's message. */
    public static final int TEXT = 4_096;

    /** Of the text of a task's progress. */
    public static final int PROGRESS = 512;

    /** Labels of a task. Kubernetes has no limit but the size of the object. */
    public static final int LABELS = 256;

    /** Of a label's key: a prefix of 253, a slash and a name of 63. */
    public static final int LABEL_KEY = 317;

    /** Of a label's value. */
    public static final int LABEL_VALUE = 256;

    /** Channels that one event is told to. One NotifiedTask names at most 256; several may match a Job. */
    public static final int ROUTES = 512;

    /** Evaluated rules. */
    public static final int RULES = 256;

    /** Channels of one evaluated rule. */
    public static final int RULE_CHANNELS = 64;

    /** Launches that are offered. One NotifiedTask offers at most 8; several may match a Job. */
    public static final int NEXT = 64;

    /** Parameters of a launch that is offered. */
    public static final int PARAMETERS = 64;

    /** Bytes of UTF-8 in a log's tail. */
    public static final int LOG_TAIL = 64 * 1024;

    private EventLimits() {}
}
