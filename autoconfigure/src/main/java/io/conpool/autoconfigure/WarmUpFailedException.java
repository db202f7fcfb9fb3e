package io.conpool.autoconfigure;

import java.time.Duration;

import io.conpool.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A client has no connections, though they are required.
 */
final class WarmUpFailedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String client;

	private final String endpoint;

	private final Duration timeout;

	WarmUpFailedException(String client, Endpoint endpoint, Duration timeout, @Nullable Throwable last) {
		super("HTTP/2 client '" + client + "' is not connected to " + endpoint + " after " + timeout
				+ ((last != null) ? ": " + last.getMessage() : ", and no attempt has ended"), last);
		this.client = client;
		this.endpoint = endpoint.toString();
		this.timeout = timeout;
	}

	String client() {
		return this.client;
	}

	String endpoint() {
		return this.endpoint;
	}

	Duration timeout() {
		return this.timeout;
	}

}
