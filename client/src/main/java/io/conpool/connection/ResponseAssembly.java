package io.conpool.connection;

import java.net.URI;
import java.util.Arrays;

import io.conpool.error.H2Error;
import io.conpool.http.ContentBytes;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;

/**
 * A response that is gathered in memory. Memory grows with what has arrived, not with
 * what was announced. Confined to the connection's event loop.
 */
final class ResponseAssembly implements ResponseSink {

	private static final byte[] NOTHING = new byte[0];

	private static final long FIRST_ALLOCATION = 16 * 1024;

	private static final long GROWTH = 8;

	private final URI uri;

	private final int status;

	private final HttpHeaders headers;

	// As content-length says; negative if it does not.
	private final long expectedLength;

	private final int limit;

	private final ExchangeObserver observer;

	private byte[] content = NOTHING;

	private int length;

	ResponseAssembly(URI uri, int status, HttpHeaders headers, long expectedLength, int limit,
			ExchangeObserver observer) {
		this.uri = uri;
		this.status = status;
		this.headers = headers;
		this.expectedLength = expectedLength;
		this.limit = limit;
		this.observer = observer;
	}

	@Override
	public boolean isBeyondLimit(long wanted) {
		return wanted > this.limit;
	}

	@Override
	public boolean consumesAtOnce() {
		return true;
	}

	@Override
	public void content(int bytes, ContentBytes arrived) {
		int needed = this.length + bytes;
		if (needed > this.content.length) {
			this.content = Arrays.copyOf(this.content, capacity(needed));
		}
		arrived.read(this.content, this.length, bytes);
		this.length = needed;
	}

	/**
	 * Where content-length says how much is to come, as much, but no more than eight
	 * times what has arrived; else twice as much as there was.
	 */
	private int capacity(int needed) {
		if (this.expectedLength >= needed) {
			return (int) Math.min(this.expectedLength, Math.max(FIRST_ALLOCATION, needed * GROWTH));
		}
		return (int) Math.max(needed, Math.min(this.content.length * 2L, Integer.MAX_VALUE - 8));
	}

	@Override
	public void complete(HttpHeaders trailers) {
		byte[] body = (this.content.length == this.length) ? this.content : Arrays.copyOf(this.content, this.length);
		this.observer.onResponse(new H2Response(this.status, this.headers, body, trailers, this.uri));
	}

	@Override
	public void fail(H2Error error) {
		this.observer.onFailure(error);
	}

}
