package io.conpool.transport;

import java.util.function.Consumer;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;

/**
 * A protocol that a channel can be opened for. Immutable.
 *
 * @param name its name in ALPN (RFC 7301)
 * @param handlers adds its handlers to the end of the pipeline, on the event loop, before
 * anything is read
 */
public record ApplicationProtocol(String name, Consumer<ChannelPipeline> handlers) {

	/** HTTP/2 over TLS. */
	public static final String H2 = ApplicationProtocolNames.HTTP_2;

	/** HTTP/1.1; what a server without ALPN speaks. */
	public static final String HTTP_1_1 = ApplicationProtocolNames.HTTP_1_1;

}
