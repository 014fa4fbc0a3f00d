package dev.taskping.relay.platform.api;

import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which page of a list is asked for: the query parameters that lists share. */
public class Paging {

    private static final int USUAL = 50;
    private static final int MOST = 200;

    @Parameter(description = "the page before's next")
    @QueryParam("after")
    @Nullable
    String after;

    @Parameter(description = "1 to 200", schema = @Schema(implementation = int.class, defaultValue = "50"))
    @QueryParam("limit")
    @Nullable
    Integer limit;

    /**
     * How many to list at the most, 50 if the caller does not say.
     *
     * @throws ProblemException 400, if it is not 1 to 200
     */
    public int limit() {
        return limit(USUAL, MOST);
    }

    /**
     * How many to list at the most.
     *
     * @param usual if the caller does not say
     * @throws ProblemException 400, if it is not 1 to {@code most}
     */
    public int limit(int usual, int most) {
        int asked = limit == null ? usual : limit;
        if (asked < 1 || asked > most) {
            throw ProblemException.invalid("limit: must be 1 to " + most + ".");
        }
        return asked;
    }

    /** What the page before gave as its {@code next}, unread; empty for the first page. */
    public Optional<String> after() {
        return Optional.ofNullable(after);
    }

    /**
     * What the page before gave as its {@code next}; absent for the first page.
     *
     * @param reading throws IllegalArgumentException or DateTimeException for what no page gave
     * @throws ProblemException 400, then
     */
    public <T> @Nullable T after(Function<String, T> reading) {
        if (after == null) {
            return null;
        }
        try {
            return reading.apply(after);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unknownPage();
        }
    }

    /** 400: no page gave that as its {@code next}. */
    public static ProblemException unknownPage() {
        return ProblemException.invalid("after: pass what the page before gave as 'next', unchanged.");
    }

    /** What the next page comes after, or absent if this page is the last. */
    public static <T, C> @Nullable C next(List<T> page, int limit, Function<T, C> cursor) {
        return page.size() < limit ? null : cursor.apply(page.getLast());
    }
}
