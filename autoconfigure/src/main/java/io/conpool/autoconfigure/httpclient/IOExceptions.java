package io.conpool.autoconfigure.httpclient;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLHandshakeException;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;

/**
 * The errors of calls as the exceptions that the users of Spring's clients know from
 * other clients. Stateless.
 */
public final class IOExceptions {

	private IOExceptions() {
	}

	/**
	 * The exception for how a call ended.
	 * @param thrown what the client threw
	 * @return {@link SocketTimeoutException} for every wait that was over,
	 * {@link UnknownHostException}, {@link ConnectException} and
	 * {@link SSLHandshakeException} for connections that were not made,
	 * {@link InterruptedIOException} for a call that was given up, and
	 * {@link IOException} for everything else; its cause is the client's exception
	 */
	public static IOException of(H2ClientException thrown) {
		H2Error error = thrown.error();
		IOException exception = exception(underneath(error), error.message());
		exception.initCause(thrown);
		return exception;
	}

	/**
	 * What went wrong, whether a redirect had been followed before or not.
	 * @param error how a call ended
	 * @return the error itself in most cases
	 */
	public static H2Error underneath(H2Error error) {
		return (error instanceof H2Error.RedirectFailed redirected) ? redirected.failure() : error;
	}

	private static IOException exception(H2Error error, String message) {
		if (error instanceof H2Error.DnsResolutionFailed) {
			return new UnknownHostException(message);
		}
		if (error instanceof H2Error.ConnectionFailed || error instanceof H2Error.ProxyRefused
				|| error instanceof H2Error.AddressesRefused) {
			return new ConnectException(message);
		}
		if (error instanceof H2Error.TlsHandshakeFailed) {
			return new SSLHandshakeException(message);
		}
		if (isTimeout(error)) {
			return new SocketTimeoutException(message);
		}
		return (error instanceof H2Error.Cancelled) ? new InterruptedIOException(message) : new IOException(message);
	}

	private static boolean isTimeout(H2Error error) {
		return error instanceof H2Error.Timeout || error instanceof H2Error.ResponseTimeout
				|| error instanceof H2Error.IdleTimeout || error instanceof H2Error.AcquireTimeout
				|| error instanceof H2Error.ConnectionTimeout || error instanceof H2Error.SettingsTimeout
				|| error instanceof H2Error.KeepAliveTimeout;
	}

}
