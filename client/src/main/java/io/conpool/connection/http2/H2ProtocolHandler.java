package io.conpool.connection.http2;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.connection.ConnectionHandler;
import io.conpool.connection.ConnectionOwner;
import io.conpool.endpoint.Endpoint;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.ProtocolHandler;
import io.conpool.time.Scheduler;
import io.conpool.transport.ApplicationProtocol;
import io.conpool.transport.Transport;
import io.netty.channel.ChannelPipeline;

/**
 * HTTP/2 for the pool: a connection is ready when the peer's SETTINGS have arrived, may
 * be shared by as many as the peer allows streams, and is healthy until GOAWAY. Safe for
 * use by several threads.
 */
public final class H2ProtocolHandler implements ProtocolHandler<H2Connection> {

	// RFC 9113 section 6.5.2 recommends that servers allow no fewer; how many it is, each
	// server's SETTINGS say.
	private static final int ASSUMED_STREAMS = 100;

	private final Transport transport;

	private final Http2Config config;

	private final H2ConnectionListener listener;

	/**
	 * Makes a handler.
	 * @param transport opens channels; not closed with the handler
	 * @param config the client's SETTINGS and limits
	 * @param listener told what happens on the connections
	 */
	public H2ProtocolHandler(Transport transport, Http2Config config, H2ConnectionListener listener) {
		this.transport = transport;
		this.config = config;
		this.listener = listener;
	}

	/**
	 * Dials: DNS, TCP, TLS with ALPN for https, then the exchange of SETTINGS.
	 * @param endpoint where to
	 * @param events told what happens to the connection
	 * @return completes on the connection's event loop; each step has its own bound
	 */
	@Override
	public CompletionStage<H2Connection> connect(Endpoint endpoint, ConnectionEvents events) {
		return this.transport.connect(endpoint, (ready) -> List.of(protocol(endpoint, events, ready)), events::retire);
	}

	/**
	 * HTTP/2 as one of the protocols that a channel can be opened for.
	 * @param endpoint where to
	 * @param events told what happens to the connection
	 * @param ready completed with the connection, or with why the handshake failed
	 * @return the protocol, for one channel
	 */
	public ApplicationProtocol protocol(Endpoint endpoint, ConnectionEvents events,
			CompletableFuture<? super H2Connection> ready) {
		return new ApplicationProtocol(ApplicationProtocol.H2, (pipeline) -> {
			ConnectionOwner<H2Connection> owner = new ConnectionOwner<>(ready, events, this.listener,
					this.transport.scheduler());
			addTo(pipeline, endpoint, this.config, this.listener, owner, this.transport.scheduler());
		});
	}

	/** Adds what makes a connection of a channel. */
	static void addTo(ChannelPipeline pipeline, Endpoint endpoint, Http2Config config, H2ConnectionListener listener,
			ConnectionOwner<H2Connection> owner, Scheduler scheduler) {
		ConnectionHandler<ConnectionLoop> handler = new ConnectionHandler<>((channel) -> {
			ConnectionLoop loop = new ConnectionLoop(endpoint, config, listener, owner, channel, scheduler);
			owner.of(() -> new H2Connection(loop));
			return loop;
		});
		pipeline.addLast(new FrameDecoder(config, handler), handler);
	}

	@Override
	public AccessMode accessMode(H2Connection connection) {
		return connection.accessMode();
	}

	@Override
	public AccessMode assumedAccessMode(Endpoint endpoint) {
		return new AccessMode.Shared(Math.min(ASSUMED_STREAMS, this.config.maxConcurrentStreams()));
	}

	@Override
	public boolean isHealthy(H2Connection connection) {
		return connection.isHealthy();
	}

	/**
	 * Whether the connection's peer may be gone: another connection is to be preferred
	 * until it is known.
	 * @param connection the connection
	 * @return {@link H2Connection#isSuspect()}
	 */
	@Override
	public boolean isSuspect(H2Connection connection) {
		return connection.isSuspect();
	}

	@Override
	public String remoteAddress(H2Connection connection) {
		return connection.remoteAddress();
	}

	@Override
	public CompletionStage<Void> close(H2Connection connection) {
		return connection.close();
	}

}
