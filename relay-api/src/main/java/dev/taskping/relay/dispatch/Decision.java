package dev.taskping.relay.dispatch;

/**
 * What an attempt means for one of the deliveries that it carried.
 *
 * @param attempt the attempt
 * @param delivery the delivery
 * @param disposition what becomes of it
 */
record Decision(Attempt attempt, ClaimedDelivery delivery, Disposition disposition) {}
