package io.conpool.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.conpool.HttpProtocol;
import io.conpool.pool.Selection;
import io.conpool.transport.ProxyType;
import io.conpool.transport.ResolverType;
import io.conpool.transport.TransportType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of a client: of the default one where they stand below {@code conpool.h2},
 * and of another one below {@code conpool.h2.clients} and its name. Structure and names
 * are those of {@link io.conpool.H2ClientConfig}, so that a setting that the client
 * refuses has the name of its property. Values are checked where the client's
 * configuration is made of them.
 *
 * @param baseUrl Absolute http or https URL that relative URIs are relative to, or
 * 'lb://' and the name of a service whose instances Spring Cloud LoadBalancer chooses.
 * Holds for this client alone, while other clients have all other properties from here
 * that they do not set.
 * @param headers Header fields of every request that does not have them itself.
 * @param warmUp What is done about the connections to the base URL when the application
 * starts.
 * @param warmUpTimeout Longest time that the start of the application waits for
 * connections; in milliseconds if no unit is given.
 * @param requestTimeout Longest time of a call from its start to the end of the response,
 * waiting, replays and retries included; in milliseconds if no unit is given.
 * @param responseTimeout Longest wait for the response's headers after the last part of
 * the request was sent; in milliseconds if no unit is given.
 * @param idleTimeout Longest time without content while a response is under way and its
 * reader keeps up; in milliseconds if no unit is given.
 * @param unreadTimeout Longest time that content of a streamed response may lie unread
 * before its stream is given up and the place reported where it was obtained; in
 * milliseconds if no unit is given.
 * @param maxReplays How often a request that the server cannot have processed is sent
 * again: first at once, then after growing pauses.
 * @param maxRetries How often a request of an idempotent method is sent again that the
 * server may have processed.
 * @param retryDelay Pause before the first of these retries, doubled for each further one
 * up to 10 seconds and varied at random by half. Replays from the second on pause
 * likewise; in milliseconds if no unit is given.
 * @param decompression What is done about compressed responses.
 * @param pool How connections are pooled, per endpoint.
 * @param http2 What the client tells its peers in SETTINGS, and its limits.
 * @param transport How connections are opened.
 * @param ssl Whom TLS connections trust.
 * @param protocol Which versions of HTTP are spoken.
 */
@ConfigurationProperties("conpool.h2")
public record H2ClientProperties(@Nullable String baseUrl, @DefaultValue Map<String, String> headers,
		@DefaultValue("off") WarmUp warmUp, @DefaultValue("10s") Duration warmUpTimeout,
		@DefaultValue("30s") Duration requestTimeout, @DefaultValue("60s") Duration responseTimeout,
		@DefaultValue("60s") Duration idleTimeout, @DefaultValue("60s") Duration unreadTimeout,
		@DefaultValue("5") int maxReplays, @DefaultValue("0") int maxRetries,
		@DefaultValue("100ms") Duration retryDelay, @DefaultValue Decompression decompression, @DefaultValue Pool pool,
		@DefaultValue Http2 http2, @DefaultValue Transport transport, @DefaultValue Ssl ssl,
		@DefaultValue("h2") HttpProtocol protocol) {

	/**
	 * The base URL without its query, and the names of headers; nothing that may be a
	 * secret.
	 */
	@Override
	public String toString() {
		String url = (this.baseUrl != null) ? this.baseUrl.replaceFirst("[?].*", "") : "no base URL";
		return "properties of a client, " + url + ", headers " + this.headers.keySet();
	}

	/**
	 * Properties of the decompression.
	 *
	 * @param enabled Whether compressed responses are asked for and decoded.
	 * @param maxSize Largest decoded body that is gathered in memory; what is streamed
	 * may have any size; in bytes if no unit is given.
	 * @param maxRatio Largest ratio of decoded to encoded size, kept from a decoded size
	 * of 1MB on.
	 */
	public record Decompression(@DefaultValue("true") boolean enabled, @DefaultValue("16MB") DataSize maxSize,
			@DefaultValue("250") int maxRatio) {
	}

	/**
	 * Properties of the pool.
	 *
	 * @param maxConnections Most connections to one endpoint, those aside that are being
	 * replaced or are not used any more.
	 * @param minConnections Number of connections that are kept up for an endpoint that
	 * is in use, or was warmed up, whatever the load.
	 * @param selection Which of the connections with room is used for a request.
	 * @param maxWaiters Most requests that wait for a stream to one endpoint.
	 * @param acquireTimeout Longest wait for a stream; in milliseconds if no unit is
	 * given.
	 * @param idleTime Time after which an unused connection is closed; in milliseconds if
	 * no unit is given.
	 * @param lifetime Time after which a connection is replaced; in milliseconds if no
	 * unit is given.
	 * @param lifetimeJitter Part of the lifetime, 0 to 1, by which it is shortened at
	 * random, so that connections made together do not end together.
	 * @param maxUses Number of streams after which a connection is not used any more; no
	 * limit if not set.
	 * @param renewalTimeout How long a connection that is to be replaced is used further
	 * while no successor can be made; in milliseconds if no unit is given.
	 * @param connectRetries How often a failed attempt to connect is repeated.
	 * @param connectRetryDelay Pause before the first repetition, doubled for each
	 * further one and varied at random by half; in milliseconds if no unit is given.
	 * @param maxConnectRetryDelay Longest pause between attempts to connect, before it is
	 * varied; in milliseconds if no unit is given.
	 * @param drainTimeout How long the streams of a connection that is not used any more
	 * may go on; in milliseconds if no unit is given.
	 * @param endpointIdleTime Time after which an endpoint without connections, waiting
	 * requests and use is forgotten, together with its meters; in milliseconds if no unit
	 * is given.
	 */
	public record Pool(@DefaultValue("10") int maxConnections, @DefaultValue("0") int minConnections,
			@DefaultValue("least-loaded") Selection selection, @DefaultValue("10000") int maxWaiters,
			@DefaultValue("10s") Duration acquireTimeout, @DefaultValue("60s") Duration idleTime,
			@DefaultValue("300s") Duration lifetime, @DefaultValue("0.1") double lifetimeJitter, @Nullable Long maxUses,
			@DefaultValue("30s") Duration renewalTimeout, @DefaultValue("3") int connectRetries,
			@DefaultValue("100ms") Duration connectRetryDelay, @DefaultValue("10s") Duration maxConnectRetryDelay,
			@DefaultValue("30s") Duration drainTimeout, @DefaultValue("10m") Duration endpointIdleTime) {
	}

	/**
	 * Properties of HTTP/2.
	 *
	 * @param initialWindowSize How much of one response may be under way, or received and
	 * not read; in bytes if no unit is given.
	 * @param connectionWindowSize How much of all responses of a connection may be under
	 * way; in bytes if no unit is given.
	 * @param adaptiveWindows Whether windows grow where they are what limits a transfer.
	 * @param maxWindowSize How far a window may grow, of a stream and of the connection;
	 * in bytes if no unit is given.
	 * @param headerTableSize HPACK table in which the server may keep header fields of
	 * responses; in bytes if no unit is given.
	 * @param maxEncoderTableSize Largest HPACK table for header fields of requests,
	 * whatever the server allows beyond it; in bytes if no unit is given.
	 * @param maxFrameSize Largest payload of a frame that is accepted; in bytes if no
	 * unit is given.
	 * @param maxHeaderListSize Largest header list of a response as RFC 9113 section
	 * 6.5.2 counts it; in bytes if no unit is given.
	 * @param maxConcurrentStreams Most streams on one connection, whatever the server
	 * allows beyond it.
	 * @param maxResponseBodySize Largest body of a response, as it is on the wire; in
	 * bytes if no unit is given.
	 * @param settingsTimeout Longest wait for the server's SETTINGS and for its
	 * acknowledgement of the client's; in milliseconds if no unit is given.
	 * @param keepAliveInterval Time without a byte from the server, while streams are
	 * open, after which it is sent a PING, or 0 for never; in milliseconds if no unit is
	 * given.
	 * @param keepAliveTimeout How long the server may leave a PING unanswered, and send
	 * nothing else, before the connection is given up; in milliseconds if no unit is
	 * given.
	 * @param keepAliveWithoutStreams Whether a connection without open streams is kept
	 * alive, too.
	 */
	public record Http2(@DefaultValue("1MB") DataSize initialWindowSize,
			@DefaultValue("16MB") DataSize connectionWindowSize, @DefaultValue("true") boolean adaptiveWindows,
			@DefaultValue("16MB") DataSize maxWindowSize, @DefaultValue("4KB") DataSize headerTableSize,
			@DefaultValue("4KB") DataSize maxEncoderTableSize, @DefaultValue("64KB") DataSize maxFrameSize,
			@DefaultValue("64KB") DataSize maxHeaderListSize, @DefaultValue("1000") int maxConcurrentStreams,
			@DefaultValue("16MB") DataSize maxResponseBodySize, @DefaultValue("10s") Duration settingsTimeout,
			@DefaultValue("0s") Duration keepAliveInterval, @DefaultValue("10s") Duration keepAliveTimeout,
			@DefaultValue("false") boolean keepAliveWithoutStreams) {
	}

	/**
	 * Properties of the transport.
	 *
	 * @param type Interface to the operating system by which sockets are served.
	 * @param eventLoopThreads Number of threads that serve all connections; the number of
	 * processors if not set.
	 * @param connectTimeout Longest time for DNS and TCP together, over all addresses,
	 * and for the proxy's answer; in milliseconds if no unit is given.
	 * @param connectionAttemptDelay How long one address is waited for before the next
	 * one is tried beside it; in milliseconds if no unit is given.
	 * @param tlsHandshakeTimeout Longest time for the TLS handshake; in milliseconds if
	 * no unit is given.
	 * @param resolver Who finds the addresses of hosts.
	 * @param addressRefresh How often the name of an endpoint is resolved again while
	 * connections to it are open; those to addresses that are not given any more are
	 * replaced. 0 for never; in milliseconds if no unit is given.
	 * @param proxy Through whom connections are made.
	 */
	public record Transport(@DefaultValue("auto") TransportType type, @Nullable Integer eventLoopThreads,
			@DefaultValue("10s") Duration connectTimeout, @DefaultValue("250ms") Duration connectionAttemptDelay,
			@DefaultValue("10s") Duration tlsHandshakeTimeout, @DefaultValue("jdk") ResolverType resolver,
			@DefaultValue("30s") Duration addressRefresh, @DefaultValue Proxy proxy) {
	}

	/**
	 * Properties of the proxy.
	 *
	 * @param type How the proxy is asked for a tunnel.
	 * @param host Name or IP address of the proxy; no proxy is used if not set.
	 * @param port Port of the proxy.
	 * @param username User name for the proxy, together with the password.
	 * @param password Password for the proxy, together with the user name.
	 * @param noProxy Hosts that are reached without the proxy; '.example.com' stands for
	 * every name below it, '10.0.0.0/8' for a range of IP addresses, '*' for all.
	 */
	public record Proxy(@DefaultValue("http") ProxyType type, @Nullable String host, @DefaultValue("3128") int port,
			@Nullable String username, @Nullable String password, @DefaultValue List<String> noProxy) {

		/**
		 * Type, host and port; nothing of the credentials.
		 */
		@Override
		public String toString() {
			return this.type + " " + this.host + ":" + this.port;
		}

	}

	/**
	 * Properties of TLS.
	 *
	 * @param bundle Name of the SSL bundle with the certificates to trust, the client's
	 * own one, protocols and ciphers; the JDK's defaults if not set. When the bundle is
	 * reloaded, new connections are made with it and old ones are replaced.
	 */
	public record Ssl(@Nullable String bundle) {
	}

}
