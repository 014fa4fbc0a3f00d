package dev.taskping.crds;

/** The validation rules for names, each with its message, which several schemas share. */
public final class ObjectName {

    /** The longest name of an object. */
    public static final int LONGEST = 253;

    /** The longest name of a namespace. */
    public static final int LONGEST_NAMESPACE = 63;

    /** Accepts valid names of objects (RFC 1123 subdomain). */
    public static final String RULE = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')";

    public static final String MESSAGE = "this is not a valid object name; write the name as kubectl get shows it: "
            + "lower case letters, digits, '-' and '.', such as ml-telegram";

    /** Accepts valid names of namespaces (RFC 1123 label). */
    public static final String NAMESPACE_RULE = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')";

    public static final String NAMESPACE_MESSAGE =
            "this is not a valid namespace name; write the name as kubectl get namespaces "
                    + "shows it: lower case letters, digits and '-', such as ml-team";

    /** For a custom resource whose name TaskPing uses as the value of a label. */
    public static final String FITS_LABEL_RULE = "self.metadata.name.size() <= 63";

    public static final String FITS_LABEL_MESSAGE =
            "metadata.name is too long for the value of a label; use at most 63 characters";

    private ObjectName() {}
}
