/**
 * What a provider implements to be a channel. Each provider is one package, {@code
 * channel.<provider>}, whose classes have these suffixes:
 * <ul>
 * <li>{@code XDescriptor}: the {@link dev.taskping.relay.channel.spi.ProviderDescriptor}, which tells the relay what the
 * provider can do.
 * <li>{@code XSettings}: the {@link dev.taskping.relay.channel.spi.ProviderSettings}, which say how to reach one channel.
 * <li>{@code XAdapter}: the {@link dev.taskping.relay.channel.spi.ChannelAdapter}, which sends messages.
 * <li>{@code XInboundAdapter}: the {@link dev.taskping.relay.channel.spi.InboundAdapter}, which receives what people write or
 * press; {@code XSignature} verifies a request, {@code XUpdateParser} reads it, {@code XPoller} fetches updates where they are
 * not pushed.
 * <li>{@code XRendering}: the whole message as the provider displays it; {@code XRichText}: its formatted text.
 * <li>{@code XApiClient}: calls the provider's API; {@code XErrorMapper}: what the provider's errors mean for a delivery.
 * </ul>
 */
@NullMarked
package dev.taskping.relay.channel.spi;

import org.jspecify.annotations.NullMarked;
