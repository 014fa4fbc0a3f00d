package dev.taskping.operator.condition;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;

/** A resource as server-side apply wants it for a status: its name and the status, nothing else. */
public final class StatusPatch {

    private StatusPatch() {}

    /**
     * Fills an empty resource.
     *
     * @param empty a new instance
     * @param original the resource whose status it is
     * @param status the whole status
     */
    public static <S, R extends CustomResource<?, S>> R of(R empty, R original, S status) {
        empty.setMetadata(new ObjectMetaBuilder()
                .withName(original.getMetadata().getName())
                .withNamespace(original.getMetadata().getNamespace())
                .build());
        empty.setStatus(status);
        return empty;
    }
}
