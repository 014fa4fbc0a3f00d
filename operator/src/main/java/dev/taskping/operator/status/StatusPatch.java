package dev.taskping.operator.status;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;

/** What server-side apply needs to write a status: a resource with its name and the status, and nothing else. */
public final class StatusPatch {

    private StatusPatch() {}

    /**
     * Fills an empty resource.
     *
     * @param empty a new instance
     * @param original the resource that the status belongs to
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
