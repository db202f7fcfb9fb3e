package io.conpool.http2;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.ProtocolHandler;
import io.conpool.time.Scheduler;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.Transport;

/**
 * HTTP/2 for the pool: a connection is ready when the peer's SETTINGS have arrived, may
 * be shared by as many as the peer allows streams, and is healthy until GOAWAY. It owns
 * the transport, and with it all threads of a client. Safe for use by several threads.
 */
public final class H2ProtocolHandler implements ProtocolHandler<H2Connection>, AutoCloseable {

	// RFC 9113 section 6.5.2 recommends that servers allow no fewer; how many it is, each
	// server's SETTINGS say.
	private static final int ASSUMED_STREAMS = 100;

	private final Transport transport;

	private final Http2Config config;

	private final H2ConnectionListener listener;

	/**
	 * Makes a handler.
	 * @param transport opens channels; closed with the handler
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
		CompletableFuture<H2Connection> ready = new CompletableFuture<>();
		this.transport.open(endpoint, (pipeline) -> {
			FrameBudget budget = new FrameBudget(scheduler()::nanoTime);
			pipeline.addLast(new FrameChannelHandler(this.config, budget, (channel) -> new ConnectionLoop(endpoint,
					this.config, this.listener, new ConnectionOwner(ready, events), channel, budget, scheduler())));
		}, ready, (reason) -> events.draining(new H2Error.NotSent(endpoint, reason)))
			.whenComplete((channel, thrown) -> {
				if (thrown != null) {
					ready.completeExceptionally(thrown);
				}
			});
		return ready;
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

	@Override
	public CompletionStage<Void> close(H2Connection connection) {
		return connection.close();
	}

	/**
	 * The clock and timer that the connections run on, for the pool and the calls to
	 * share.
	 * @return the scheduler; it is stopped with the handler
	 */
	public Scheduler scheduler() {
		return this.transport.scheduler();
	}

	/**
	 * Configures TLS anew: new connections are made with it, old ones drain.
	 * @param tls whom TLS connections trust, and as whom they appear
	 * @throws io.conpool.error.InvalidSettingException if no TLS context can be made;
	 * then nothing changes
	 */
	public void updateTls(TlsConfig tls) {
		this.transport.updateTls(tls);
	}

	/**
	 * Stops all threads; connections that are still open are closed.
	 */
	@Override
	public void close() {
		this.transport.close();
	}

}
