package dev.taskping.operator.taskcommand;

import dev.taskping.crds.WellKnownNames;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commands that were carried out on a Job, recorded in its annotation {@value WellKnownNames#COMMANDS_ANNOTATION}, so that a
 * command that arrives twice is carried out once. Pure.
 *
 * @param ids the ids of the latest commands, oldest first
 */
record AppliedCommands(List<String> ids) {

    /** More commands than one Job gets in a day; some 1.2 KiB. */
    private static final int MOST = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** The commands in the annotation of the Job with this metadata. */
    static AppliedCommands of(ObjectMeta job) {
        String value = Optional.ofNullable(job.getAnnotations())
                .map(annotations -> annotations.get(WellKnownNames.COMMANDS_ANNOTATION))
                .orElse("");
        return new AppliedCommands(value.isEmpty() ? List.of() : List.of(value.split(",")));
    }

    /** Whether the annotation can contain this id. */
    static boolean isValid(String id) {
        return ID.matcher(id).matches();
    }

    boolean contains(String id) {
        return ids.contains(id);
    }

    /** The annotation's value with this id added. */
    String with(String id) {
        List<String> all = new ArrayList<>(ids);
        all.add(id);
        return String.join(",", all.subList(Math.max(0, all.size() - MOST), all.size()));
    }
}
