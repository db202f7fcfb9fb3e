package io.conpool.transport;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

import javax.net.ssl.SSLException;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.netty.handler.ssl.SslHandshakeTimeoutException;

/**
 * Names what goes wrong while a channel is being opened. Stateless.
 */
final class ConnectErrors {

	private static final String NO_HTTP2 = "the server does not offer HTTP/2: ";

	private ConnectErrors() {
	}

	static H2Error ofTls(Endpoint endpoint, Throwable thrown) {
		return new H2Error.TlsHandshakeFailed(endpoint, reason(thrown), isTransient(thrown), thrown);
	}

	static H2Error ofAlpn(Endpoint endpoint, String protocol) {
		String chosen = protocol.isEmpty() ? "no protocol" : "'" + protocol + "'";
		return new H2Error.TlsHandshakeFailed(endpoint, NO_HTTP2 + "ALPN chose " + chosen + " (expected: 'h2')", false,
				null);
	}

	/**
	 * What a person should read. TLS engines wrap the reason in words that say nothing,
	 * so the innermost is taken; and the alert by which a server refuses ALPN has no type
	 * of its own. Nothing but the text depends on it.
	 */
	private static String reason(Throwable thrown) {
		Throwable innermost = innermost(thrown);
		String message = innermost.getMessage();
		if (innermost instanceof ClosedChannelException) {
			return "the server closed the connection";
		}
		if (message == null) {
			return innermost.getClass().getSimpleName();
		}
		return message.toLowerCase(Locale.ROOT).contains("no_application_protocol") ? NO_HTTP2 + "it refused ALPN 'h2'"
				: message;
	}

	private static Throwable innermost(Throwable thrown) {
		Throwable innermost = thrown;
		while (innermost.getCause() != null) {
			innermost = innermost.getCause();
		}
		return innermost;
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
