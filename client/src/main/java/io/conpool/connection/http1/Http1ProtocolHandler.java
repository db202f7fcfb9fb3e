package io.conpool.connection.http1;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.connection.ConnectionHandler;
import io.conpool.connection.ConnectionOwner;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.HttpConnectionListener;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.ProtocolHandler;
import io.conpool.time.Scheduler;
import io.conpool.transport.ApplicationProtocol;
import io.conpool.transport.Transport;
import io.netty.channel.ChannelPipeline;

/**
 * HTTP/1.1 for the pool: a connection is ready when it is open, serves one exchange at a
 * time, never two in a pipeline, and is healthy as long as both sides keep it alive (RFC
 * 9112 section 9.3). Safe for use by several threads.
 */
public final class Http1ProtocolHandler implements ProtocolHandler<Http1Connection> {

	static final AccessMode ACCESS_MODE = new AccessMode.Exclusive();

	private final Transport transport;

	private final Http1Config config;

	private final HttpConnectionListener listener;

	/**
	 * Makes a handler.
	 * @param transport opens channels; not closed with the handler
	 * @param config the limits of responses
	 * @param listener told what happens on the connections
	 */
	public Http1ProtocolHandler(Transport transport, Http1Config config, HttpConnectionListener listener) {
		this.transport = transport;
		this.config = config;
		this.listener = listener;
	}

	/**
	 * Dials: DNS, TCP, TLS for https.
	 * @param endpoint where to
	 * @param events told what happens to the connection
	 * @return completes on the connection's event loop; each step has its own bound
	 */
	@Override
	public CompletionStage<Http1Connection> connect(Endpoint endpoint, ConnectionEvents events) {
		return this.transport.connect(endpoint, (ready) -> List.of(protocol(endpoint, events, ready)), events::retire);
	}

	/**
	 * HTTP/1.1 as one of the protocols that a channel can be opened for.
	 * @param endpoint where to
	 * @param events told what happens to the connection
	 * @param ready completed with the connection
	 * @return the protocol, for one channel
	 */
	public ApplicationProtocol protocol(Endpoint endpoint, ConnectionEvents events,
			CompletableFuture<? super Http1Connection> ready) {
		return new ApplicationProtocol(ApplicationProtocol.HTTP_1_1, (pipeline) -> {
			ConnectionOwner<Http1Connection> owner = new ConnectionOwner<>(ready, events, this.listener,
					this.transport.scheduler());
			addTo(pipeline, endpoint, this.config, this.listener, owner, this.transport.scheduler());
		});
	}

	/** Adds what makes a connection of a channel. */
	static void addTo(ChannelPipeline pipeline, Endpoint endpoint, Http1Config config, HttpConnectionListener listener,
			ConnectionOwner<Http1Connection> owner, Scheduler scheduler) {
		ConnectionHandler<Http1Loop> handler = new ConnectionHandler<>((channel) -> {
			Http1Loop loop = new Http1Loop(endpoint, config, listener, owner, channel, scheduler);
			owner.of(() -> new Http1Connection(loop));
			return loop;
		});
		pipeline.addLast(new ResponseDecoder(config, handler), handler);
	}

	@Override
	public AccessMode accessMode(Http1Connection connection) {
		return ACCESS_MODE;
	}

	@Override
	public AccessMode assumedAccessMode(Endpoint endpoint) {
		return ACCESS_MODE;
	}

	@Override
	public boolean isHealthy(Http1Connection connection) {
		return connection.isHealthy();
	}

	@Override
	public String remoteAddress(Http1Connection connection) {
		return connection.remoteAddress();
	}

	@Override
	public CompletionStage<Void> close(Http1Connection connection) {
		return connection.close();
	}

}
