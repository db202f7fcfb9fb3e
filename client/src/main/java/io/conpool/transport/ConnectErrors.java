package io.conpool.transport;

import java.io.IOException;
import java.time.Duration;

import javax.net.ssl.SSLException;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;

/**
 * Names what goes wrong while a channel is being opened. Stateless.
 */
final class ConnectErrors {

	private ConnectErrors() {
	}

	static H2Error ofResolution(Endpoint endpoint, Throwable thrown) {
		return new H2Error.DnsResolutionFailed(endpoint.host(), H2ClientException.unwrap(thrown));
	}

	static H2Error ofConnect(Endpoint endpoint, Duration limit, Throwable thrown) {
		return (thrown instanceof ConnectTimeoutException) ? new H2Error.ConnectionTimeout(endpoint, limit)
				: new H2Error.ConnectionFailed(endpoint, thrown);
	}

	static H2Error ofTls(Endpoint endpoint, Throwable thrown) {
		String reason = (thrown.getMessage() != null) ? thrown.getMessage() : thrown.getClass().getSimpleName();
		return new H2Error.TlsHandshakeFailed(endpoint, reason, isTransient(thrown), thrown);
	}

	static H2Error ofAlpn(Endpoint endpoint, String protocol) {
		String chosen = protocol.isEmpty() ? "no protocol" : "'" + protocol + "'";
		return new H2Error.TlsHandshakeFailed(endpoint,
				"the server does not offer HTTP/2: ALPN chose " + chosen + " (expected: 'h2')", false, null);
	}

	/**
	 * Whether the connection broke or fell silent, in contrast to a peer that disagreed.
	 */
	private static boolean isTransient(Throwable thrown) {
		if (thrown instanceof SslHandshakeTimeoutException) {
			return true;
		}
		Throwable root = thrown;
		while (root instanceof SSLException && root.getCause() != null) {
			root = root.getCause();
		}
		return root instanceof IOException && !(root instanceof SSLException);
	}

}
