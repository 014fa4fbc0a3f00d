package dev.taskping.relay.delivery.dispatch;

/**
 * What an attempt means for one of the deliveries that it carried.
 *
 * @param attempt the attempt
 * @param delivery the delivery
 * @param disposition what becomes of it
 */
record AttemptDecision(Attempt attempt, ClaimedDelivery delivery, DeliveryOutcome disposition) {}
