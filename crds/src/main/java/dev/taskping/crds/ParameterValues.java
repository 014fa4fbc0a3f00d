package dev.taskping.crds;

/** The validation rules for maps of parameters, which several schemas share. */
public final class ParameterValues {

    /** The longest value of a parameter, in characters. */
    public static final int LONGEST = 1024;

    public static final String NAMES_RULE = "self.all(name, name.matches('^[A-Za-z][A-Za-z0-9_]{0,39}$'))";

    public static final String NAMES_MESSAGE =
            "each parameter needs the name that the LaunchTemplate gives it: a letter, then letters,"
                    + " digits or underscores, at most 40; write for example parameters: {learning_rate: \"0.001\"}";

    private ParameterValues() {}
}
