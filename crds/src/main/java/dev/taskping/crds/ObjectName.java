package dev.taskping.crds;

/** The rules for names, each with its message, as the schemas' annotations share them. */
final class ObjectName {

    /** The longest name an object can have. */
    static final int LONGEST = 253;

    /** The longest name of a namespace. */
    static final int LONGEST_NAMESPACE = 63;

    /** Holds for what can be the name of an object (RFC 1123 subdomain). */
    static final String RULE = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')";

    static final String MESSAGE = "no object can have this name; write the name as kubectl get shows it: "
            + "lower case letters, digits, '-' and '.', such as ml-telegram";

    /** Holds for what can be the name of a namespace (RFC 1123 label). */
    static final String NAMESPACE_RULE = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')";

    static final String NAMESPACE_MESSAGE = "no namespace can have this name; write the name as kubectl get namespaces "
            + "shows it: lower case letters, digits and '-', such as ml-team";

    /** For a custom resource itself: its name is going to be the value of a label. */
    static final String FITS_LABEL_RULE = "self.metadata.name.size() <= 63";

    static final String FITS_LABEL_MESSAGE =
            "metadata.name is too long, it becomes the value of a label; write a name of at most 63 characters";

    private ObjectName() {}
}
