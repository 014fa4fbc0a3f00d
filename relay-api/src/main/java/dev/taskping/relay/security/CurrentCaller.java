package dev.taskping.relay.security;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller of the request at hand. */
@RequestScoped
public class CurrentCaller {

    private @Nullable Caller caller;

    void set(Caller caller) {
        this.caller = caller;
    }

    /**
     * Who is calling.
     *
     * @throws IllegalStateException in a resource open to anyone
     */
    public Caller get() {
        return Optional.ofNullable(caller)
                .orElseThrow(() -> new IllegalStateException("This resource is open to anyone: there is no caller"));
    }

    /** The caller's workspace. */
    public String workspace() {
        return get().workspace();
    }

    /** What the caller is called: a cluster's id, a token's name. */
    public String name() {
        return switch (get()) {
            case Caller.Cluster cluster -> cluster.id();
            case Caller.Token token -> token.name();
        };
    }

    /** The caller, known to be a cluster because the resource admits clusters alone. */
    public Caller.Cluster cluster() {
        return switch (get()) {
            case Caller.Cluster cluster -> cluster;
            case Caller.Token token ->
                throw new IllegalStateException("Only clusters are admitted here, yet token " + token.name() + " is");
        };
    }
}
