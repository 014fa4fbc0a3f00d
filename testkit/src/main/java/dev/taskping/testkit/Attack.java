package dev.taskping.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An attack that the annotated test plays, and what comes of it. The tables in {@code docs/operate/security.md} are generated from these
 * annotations; tests that say the same share a row. The texts are Markdown, begin in lower case and claim no more than the test asserts.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.SOURCE)
@Repeatable(Attack.All.class)
public @interface Attack {

    Attacker by();

    /** What is tried: a noun, or "to" and a verb. */
    String tries();

    /** What happens. */
    String gets();

    /** Several attacks that one test plays. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.SOURCE)
    @interface All {
        Attack[] value();
    }
}
