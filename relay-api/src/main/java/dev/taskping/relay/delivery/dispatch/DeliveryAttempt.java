package dev.taskping.relay.delivery.dispatch;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one attempt means for one of the deliveries that it carried.
 *
 * @param sending the attempt; a digest's is shared by all that it told of
 * @param delivery the delivery
 * @param outcome what becomes of it
 */
record DeliveryAttempt(SendAttempt sending, ClaimedDelivery delivery, DeliveryOutcome outcome) {

    /** Who has the delivery, from this attempt and earlier ones: all recipients of a digest have what it told of. */
    List<String> reached() {
        return Stream.of(delivery.notification(), sending.message().notification())
                .flatMap(notification -> notification.progress().reached().stream())
                .distinct()
                .toList();
    }

    /** Whether it gets a row of its own: an edit that was shown is one of many. */
    boolean isRecorded() {
        return !delivery.isEdit() || outcome.reason() != null;
    }
}
