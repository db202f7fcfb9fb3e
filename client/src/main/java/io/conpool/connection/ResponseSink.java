package io.conpool.connection;

import java.net.URI;
import java.util.Objects;

import io.conpool.error.H2Error;
import io.conpool.http.ContentBytes;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of a response goes. Confined to the connection's event loop.
 */
public interface ResponseSink {

	/**
	 * Asks the observer where the content is to go.
	 * @param uri what was asked for
	 * @param status the status code
	 * @param headers the header fields
	 * @param expectedLength as content-length says; negative if it does not
	 * @param maxSize how much is gathered at most, in bytes
	 * @param observer told of the head
	 * @param source where the content comes from
	 * @return to whom the observer wants it, or what gathers it
	 */
	static ResponseSink of(URI uri, int status, HttpHeaders headers, long expectedLength, int maxSize,
			ExchangeObserver observer, ContentSource source) {
		ContentReceiver receiver = observer.onHead(status, headers, source);
		return (receiver != null) ? new ReceiverSink(receiver)
				: new ResponseAssembly(uri, status, headers, expectedLength, maxSize, observer);
	}

	/**
	 * Tells the end of an exchange to whom it concerns.
	 * @param sink takes the content, or null before the head
	 * @param observer hears of a failure before the head
	 * @param error why there is no complete response, or null if there is
	 * @param trailers the trailer fields
	 */
	static void end(@Nullable ResponseSink sink, ExchangeObserver observer, @Nullable H2Error error,
			HttpHeaders trailers) {
		if (error == null) {
			Objects.requireNonNull(sink).complete(trailers);
		}
		else if (sink != null) {
			sink.fail(error);
		}
		else {
			observer.onFailure(error);
		}
	}

	/**
	 * Takes content.
	 * @param length how many bytes there are, 1 or more
	 * @param content the bytes
	 */
	void content(int length, ContentBytes content);

	/**
	 * Whether there is no room for so much.
	 * @param length in bytes; negative if it is not known
	 * @return true if so
	 */
	boolean isBeyondLimit(long length);

	/**
	 * Whether content counts as consumed when it is taken, or only when the reader says
	 * so.
	 * @return true if when it is taken
	 */
	boolean consumesAtOnce();

	/**
	 * The response is complete, and the connection done with it.
	 * @param trailers the trailer fields
	 */
	void complete(HttpHeaders trailers);

	/**
	 * The response will not be complete, and the connection is done with it.
	 * @param error why
	 */
	void fail(H2Error error);

}
