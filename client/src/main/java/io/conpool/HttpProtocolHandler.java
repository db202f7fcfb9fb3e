package io.conpool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.connection.http1.Http1Connection;
import io.conpool.connection.http1.Http1ProtocolHandler;
import io.conpool.connection.http2.H2Connection;
import io.conpool.connection.http2.H2ProtocolHandler;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.HttpConnection;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.ProtocolHandler;
import io.conpool.time.Scheduler;
import io.conpool.transport.ApplicationProtocol;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.Transport;

/**
 * HTTP for the pool, HTTP/2 or HTTP/1.1 as each server chooses: every connection is asked
 * for its own protocol. It owns the transport of a client, and with it all threads where
 * those are not shared. Safe for use by several threads.
 */
public final class HttpProtocolHandler implements ProtocolHandler<HttpConnection>, AutoCloseable {

	private final HttpProtocol protocol;

	private final Transport transport;

	private final H2ProtocolHandler http2;

	private final Http1ProtocolHandler http1;

	private final Runnable onClose;

	HttpProtocolHandler(HttpProtocol protocol, Transport transport, H2ProtocolHandler http2, Http1ProtocolHandler http1,
			Runnable onClose) {
		this.protocol = protocol;
		this.transport = transport;
		this.http2 = http2;
		this.http1 = http1;
		this.onClose = onClose;
	}

	/**
	 * Dials: DNS, TCP, TLS with ALPN for https, then what the protocol that was chosen
	 * begins with.
	 * @param endpoint where to
	 * @param events told what happens to the connection
	 * @return completes on the connection's event loop; each step has its own bound
	 */
	@Override
	public CompletionStage<HttpConnection> connect(Endpoint endpoint, ConnectionEvents events) {
		return this.transport.connect(endpoint, (ready) -> protocols(endpoint, events, ready), events::retire);
	}

	private List<ApplicationProtocol> protocols(Endpoint endpoint, ConnectionEvents events,
			CompletableFuture<HttpConnection> ready) {
		List<ApplicationProtocol> protocols = new ArrayList<>(2);
		if (this.protocol.mayBeHttp2(endpoint.scheme())) {
			protocols.add(this.http2.protocol(endpoint, events, ready));
		}
		if (this.protocol.mayBeHttp1(endpoint.scheme())) {
			protocols.add(this.http1.protocol(endpoint, events, ready));
		}
		return protocols;
	}

	@Override
	public AccessMode accessMode(HttpConnection connection) {
		return (connection instanceof H2Connection h2) ? this.http2.accessMode(h2)
				: this.http1.accessMode((Http1Connection) connection);
	}

	@Override
	public AccessMode assumedAccessMode(Endpoint endpoint) {
		return this.protocol.mayBeHttp2(endpoint.scheme()) ? this.http2.assumedAccessMode(endpoint)
				: this.http1.assumedAccessMode(endpoint);
	}

	@Override
	public boolean isHealthy(HttpConnection connection) {
		return connection.isHealthy();
	}

	@Override
	public boolean isSuspect(HttpConnection connection) {
		return connection.isSuspect();
	}

	@Override
	public String remoteAddress(HttpConnection connection) {
		return connection.remoteAddress();
	}

	@Override
	public CompletionStage<Void> close(HttpConnection connection) {
		return (connection instanceof H2Connection h2) ? this.http2.close(h2)
				: this.http1.close((Http1Connection) connection);
	}

	/**
	 * The clock and timer that the connections run on, for the pool and the calls to
	 * share.
	 * @return the scheduler; it is stopped with the handler, or if it is shared with the
	 * {@link ClientResources}
	 */
	public Scheduler scheduler() {
		return this.transport.scheduler();
	}

	/**
	 * Configures TLS anew: new connections are made with it, old ones are replaced.
	 * @param tls whom TLS connections trust, and as whom they appear
	 * @throws io.conpool.error.InvalidSettingException if no TLS context can be made;
	 * then nothing changes
	 */
	public void updateTls(TlsConfig tls) {
		this.transport.updateTls(tls);
	}

	/**
	 * Closes the connections that are still open, and stops all threads that are not
	 * shared.
	 */
	@Override
	public void close() {
		this.transport.close();
		this.onClose.run();
	}

}
