package io.conpool.call;

import java.util.function.Consumer;

import io.conpool.error.H2Error;
import io.conpool.http.ContentBytes;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Content that nobody reads: a redirect's. It is let pass, which costs less than a reset,
 * unless it is long. Confined to the connection's event loop.
 */
final class DiscardedContent implements ContentReceiver {

	// A stream that is reset keeps its slot until a PING is answered, and an HTTP/1.1
	// connection is lost to it.
	private static final int LONGEST = 64 * 1024;

	private static final H2Error TOO_LONG = new H2Error.Cancelled(true);

	private final ContentSource source;

	private final Consumer<@Nullable H2Error> onEnd;

	private long length;

	/**
	 * Makes a receiver.
	 * @param source the stream
	 * @param onEnd hears that the stream has ended, with the error unless it is that the
	 * content is long
	 */
	DiscardedContent(ContentSource source, Consumer<@Nullable H2Error> onEnd) {
		this.source = source;
		this.onEnd = onEnd;
	}

	@Override
	public void onContent(int bytes, ContentBytes content) {
		this.length += bytes;
		if (this.length > LONGEST) {
			this.source.cancel(TOO_LONG);
		}
		else {
			this.source.consumed(bytes);
		}
	}

	@Override
	public void onEnd(HttpHeaders trailers) {
		this.onEnd.accept(null);
	}

	@Override
	@SuppressWarnings("ReferenceEquality") // Ours, and not one that looks like it.
	public void onError(H2Error error) {
		this.onEnd.accept((error != TOO_LONG) ? error : null);
	}

}
