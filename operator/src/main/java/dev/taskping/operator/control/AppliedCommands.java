package dev.taskping.operator.control;

import dev.taskping.crds.TaskPing;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commands that were carried out on a Job, as its annotation {@value TaskPing#COMMANDS_ANNOTATION} remembers them: what
 * comes twice is done once.
 *
 * @param ids the latest, oldest first
 */
record AppliedCommands(List<String> ids) {

    /** As many as a day can bring in earnest; some 1.2 KiB. */
    private static final int MOST = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    static AppliedCommands of(ObjectMeta job) {
        String value = Optional.ofNullable(job.getAnnotations())
                .map(annotations -> annotations.get(TaskPing.COMMANDS_ANNOTATION))
                .orElse("");
        return new AppliedCommands(value.isEmpty() ? List.of() : List.of(value.split(",")));
    }

    /** Whether an id can be remembered at all. */
    static boolean isValid(String id) {
        return ID.matcher(id).matches();
    }

    boolean contains(String id) {
        return ids.contains(id);
    }

    /** The annotation's value once that one was carried out, too. */
    String with(String id) {
        List<String> all = new ArrayList<>(ids);
        all.add(id);
        return String.join(",", all.subList(Math.max(0, all.size() - MOST), all.size()));
    }
}
