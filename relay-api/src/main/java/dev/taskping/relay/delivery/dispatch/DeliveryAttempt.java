package dev.taskping.relay.delivery.dispatch;

/**
 * What one attempt means for one of the deliveries that it carried.
 *
 * @param sending the attempt; a digest's is shared by all that it told of
 * @param delivery the delivery
 * @param outcome what becomes of it
 */
record DeliveryAttempt(SendAttempt sending, ClaimedDelivery delivery, DeliveryOutcome outcome) {

    /** Whether it gets a row of its own: an edit that was shown is one of many. */
    boolean isRecorded() {
        return !delivery.isEdit() || outcome.reason() != null;
    }
}
