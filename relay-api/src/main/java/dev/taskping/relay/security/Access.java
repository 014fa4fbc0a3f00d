package dev.taskping.relay.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call a resource or one of its methods. A method without it, on itself or its class, is refused to all. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Access {

    /** Any of these. */
    To[] value();

    /** Kinds of callers. */
    enum To {
        /** A cluster's operator, by a JWT signed with the cluster's key. */
        CLUSTER,
        /** An API token of scope session or admin. */
        SESSION,
        /** An API token of scope admin. */
        ADMIN,
        /** Anyone: the resource has its own proof, such as a provider's signature. */
        ANYONE
    }
}
