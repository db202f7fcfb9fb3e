package io.conpool.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.conpool.transport.ProxyType;
import io.conpool.transport.ResolverType;
import io.conpool.transport.TransportType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the client. Structure and names are those of
 * {@link io.conpool.H2ClientConfig}, so that a setting that the client refuses has the
 * name of its property. Values are checked where the client's configuration is made of
 * them.
 *
 * @param requestTimeout Longest time of a call from its start to the end of the response,
 * waiting and replays included; in milliseconds if no unit is given.
 * @param maxReplays How often a request that the server cannot have processed is sent
 * again.
 * @param decompression What is done about compressed responses.
 * @param pool How connections are pooled, per endpoint.
 * @param http2 What the client tells its peers in SETTINGS, and its limits.
 * @param transport How connections are opened.
 * @param ssl Whom TLS connections trust.
 */
@ConfigurationProperties("conpool.h2")
public record H2ClientProperties(@DefaultValue("30s") Duration requestTimeout, @DefaultValue("5") int maxReplays,
		@DefaultValue Decompression decompression, @DefaultValue Pool pool, @DefaultValue Http2 http2,
		@DefaultValue Transport transport, @DefaultValue Ssl ssl) {

	/**
	 * Properties of the decompression.
	 *
	 * @param enabled Whether gzip and deflate are asked for and decoded.
	 * @param maxSize Largest decoded body; in bytes if no unit is given.
	 * @param maxRatio Largest ratio of decoded to encoded size, kept from a decoded size
	 * of 1MB on.
	 */
	public record Decompression(@DefaultValue("true") boolean enabled, @DefaultValue("16MB") DataSize maxSize,
			@DefaultValue("250") int maxRatio) {
	}

	/**
	 * Properties of the pool.
	 *
	 * @param maxConnections Most connections to one endpoint.
	 * @param maxWaiters Most requests that wait for a stream to one endpoint.
	 * @param acquireTimeout Longest wait for a stream; in milliseconds if no unit is
	 * given.
	 * @param idleTime Time after which an unused connection is closed; in milliseconds if
	 * no unit is given.
	 * @param lifetime Time after which a connection is replaced; in milliseconds if no
	 * unit is given.
	 * @param lifetimeJitter Part of the lifetime, 0 to 1, by which it is shortened at
	 * random, so that connections made together do not end together.
	 * @param maxUses Number of streams after which a connection is replaced; no limit if
	 * not set.
	 * @param connectRetries How often a failed attempt to connect is repeated.
	 * @param connectRetryDelay Pause before the first repetition, doubled for each
	 * further one up to 30 seconds and varied at random by half; in milliseconds if no
	 * unit is given.
	 * @param drainTimeout How long the streams of a connection that is not used any more
	 * may go on; in milliseconds if no unit is given.
	 * @param endpointIdleTime Time after which an endpoint without connections, waiting
	 * requests and use is forgotten, together with its meters; in milliseconds if no unit
	 * is given.
	 */
	public record Pool(@DefaultValue("10") int maxConnections, @DefaultValue("10000") int maxWaiters,
			@DefaultValue("10s") Duration acquireTimeout, @DefaultValue("60s") Duration idleTime,
			@DefaultValue("300s") Duration lifetime, @DefaultValue("0.1") double lifetimeJitter, @Nullable Long maxUses,
			@DefaultValue("3") int connectRetries, @DefaultValue("100ms") Duration connectRetryDelay,
			@DefaultValue("30s") Duration drainTimeout, @DefaultValue("10m") Duration endpointIdleTime) {
	}

	/**
	 * Properties of HTTP/2.
	 *
	 * @param initialWindowSize How much of one response may be under way; in bytes if no
	 * unit is given.
	 * @param connectionWindowSize How much of all responses of a connection may be under
	 * way; in bytes if no unit is given.
	 * @param maxHeaderListSize Largest header list of a response as RFC 9113 section
	 * 6.5.2 counts it; in bytes if no unit is given.
	 * @param maxConcurrentStreams Most streams on one connection, whatever the server
	 * allows beyond it.
	 * @param maxResponseBodySize Largest body of a response, as it is on the wire; in
	 * bytes if no unit is given.
	 * @param settingsTimeout Longest wait for the server's SETTINGS and for its
	 * acknowledgement of the client's; in milliseconds if no unit is given.
	 */
	public record Http2(@DefaultValue("1MB") DataSize initialWindowSize,
			@DefaultValue("16MB") DataSize connectionWindowSize, @DefaultValue("64KB") DataSize maxHeaderListSize,
			@DefaultValue("1000") int maxConcurrentStreams, @DefaultValue("16MB") DataSize maxResponseBodySize,
			@DefaultValue("10s") Duration settingsTimeout) {
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
