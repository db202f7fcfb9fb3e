package io.conpool;

import io.conpool.call.CallConfig;
import io.conpool.connection.http2.Http2Config;
import io.conpool.pool.PoolConfig;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.TransportConfig;

/**
 * Everything that can be set about a client. Immutable; each part has checked itself.
 *
 * @param call how calls are led
 * @param pool how connections are pooled, per endpoint
 * @param http2 the client's SETTINGS and limits
 * @param transport how channels are opened
 * @param tls whom TLS connections trust
 * @param protocol which versions of HTTP are spoken; default {@link HttpProtocol#H2}
 */
public record H2ClientConfig(CallConfig call, PoolConfig pool, Http2Config http2, TransportConfig transport,
		TlsConfig tls, HttpProtocol protocol) {

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static H2ClientConfig defaults() {
		return new H2ClientConfig(CallConfig.defaults(), PoolConfig.defaults(), Http2Config.defaults(),
				TransportConfig.defaults(), TlsConfig.defaults(), HttpProtocol.H2);
	}

}
