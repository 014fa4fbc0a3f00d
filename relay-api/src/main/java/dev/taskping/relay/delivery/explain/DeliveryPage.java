package dev.taskping.relay.delivery.explain;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some deliveries.
 *
 * @param deliveries each with its attempts
 * @param next pass it as {@code after} for the next page; absent on the last
 */
public record DeliveryPage(List<DeliveryView> deliveries, @Nullable UUID next) {}
