package dev.taskping.relay.channel.http;

import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Adds a file below a message that was delivered already; sending the whole message again would double it. If the file cannot
 * be added, a reply says so.
 */
public final class AttachmentReply {

    private static final Logger LOG = Logger.getLogger(AttachmentReply.class);
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** If a provider asks to wait longer than this, the file is left out. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** With {@link Timeouts#USUAL} for the message itself, less than the 60 s after which a message is sent again. */
    private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(20), Duration.ofSeconds(5));

    /**
     * How long a message may take because of its file.
     *
     * @param file for all attempts
     * @param admission for the reply that the file is missing
     */
    record Bounds(Duration file, Duration admission) {}

    /** Below one message, at its provider. */
    public interface Place {

        /** Uploads the file. */
        DeliveryResult put(Attachment file) throws ProviderUnreachableException;

        /**
         * Replies that the file is missing.
         *
         * @param missing such as {@code train.log could not be attached}, without a full stop
         */
        void admit(String missing) throws ProviderUnreachableException;
    }

    private AttachmentReply() {}

    /** Tries three times where that may help, for 20 s in all; never fails. */
    public static void put(UUID delivery, Attachment file, Place place) {
        put(delivery, file, place, BOUNDS);
    }

    static void put(UUID delivery, Attachment file, Place place, Bounds bounds) {
        DeliveryResult result = within(bounds.file(), () -> insist(file, place));
        if (!(result instanceof DeliveryResult.Delivered)) {
            LOG.warnf("Delivered message %s without its file %s: %s", delivery, file.fileName(), words(result));
            within(bounds.admission(), () -> admit(delivery, file, place));
        }
    }

    /** Runs on a thread of its own, so that it can be abandoned wherever it hangs. */
    private static DeliveryResult within(Duration longest, Callable<DeliveryResult> work) {
        FutureTask<DeliveryResult> task = new FutureTask<>(work);
        Thread.ofVirtual().name("file-below").start(task);
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new DeliveryResult.Failed("Not taken within " + longest.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new DeliveryResult.Failed(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DeliveryResult.Failed("Interrupted");
        } finally {
            task.cancel(true);
        }
    }

    private static DeliveryResult insist(Attachment file, Place place) {
        DeliveryResult result = attempt(file, place);
        for (int attempts = 1; attempts < ATTEMPTS && isWorthWaiting(result) && slept(pause(result)); attempts++) {
            result = attempt(file, place);
        }
        return result;
    }

    private static DeliveryResult attempt(Attachment file, Place place) {
        try {
            return place.put(file);
        } catch (ProviderUnreachableException e) {
            return e.toResult();
        }
    }

    private static boolean isWorthWaiting(DeliveryResult result) {
        return switch (result) {
            case DeliveryResult.Delivered delivered -> false;
            case DeliveryResult.Rejected rejected -> false;
            case DeliveryResult.RetryAfter wait -> wait.delay().compareTo(PATIENCE) <= 0;
            case DeliveryResult.Failed failed -> true;
        };
    }

    private static Duration pause(DeliveryResult result) {
        return result instanceof DeliveryResult.RetryAfter wait ? wait.delay() : PAUSE;
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String words(DeliveryResult result) {
        return switch (result) {
            case DeliveryResult.Delivered delivered -> "it is there";
            case DeliveryResult.Rejected rejected -> rejected.reason();
            case DeliveryResult.RetryAfter wait -> wait.reason();
            case DeliveryResult.Failed failed -> failed.cause();
        };
    }

    private static DeliveryResult admit(UUID delivery, Attachment file, Place place) {
        try {
            place.admit(file.fileName() + " could not be attached");
            return new DeliveryResult.Delivered("");
        } catch (ProviderUnreachableException e) {
            LOG.debugf("Delivery %s: %s", delivery, e.getMessage());
            return e.toResult();
        }
    }
}
