package io.conpool.http;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The content of a response while it arrives. It can be read once, in one of the ways
 * that this interface offers; a second subscriber is refused. A reader that falls behind
 * makes the server wait: never more than the stream's window is held in memory. Every way
 * of reading fails with an {@link io.conpool.error.H2ClientException H2ClientException}
 * where the content does not arrive whole, never with a short body.
 */
public interface ResponseBody extends Flow.Publisher<ByteBuffer>, AutoCloseable {

	/**
	 * Delivers the content to one subscriber, on the client's callback executor, one
	 * signal at a time. Cancelling the subscription resets the stream.
	 * @param subscriber gets buffers that are its to keep
	 */
	@Override
	void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber);

	/**
	 * The trailer fields.
	 * @return completes when the content has been read to its end; empty where there are
	 * none
	 */
	CompletableFuture<HttpHeaders> trailers();

	/**
	 * The arrival of all content, whether anybody reads it or not: from then on the
	 * response costs the client and the server nothing but memory.
	 * @return completes when it is there; or with an
	 * {@link io.conpool.error.H2ClientException H2ClientException} when it will not be,
	 * since the exchange failed, was closed, or nobody read for too long. On the client's
	 * callback executor, where dependents must not block: the reader waits for them
	 */
	CompletionStage<Void> arrival();

	/**
	 * Ends the exchange unless the content was read to its end.
	 */
	@Override
	void close();

	/**
	 * Gathers the content.
	 * @param maxSize the most bytes that are accepted; more ends in
	 * {@link io.conpool.error.H2Error.BodyTooLarge BodyTooLarge} and resets the stream
	 * @return completes on the client's callback executor
	 */
	default CompletableFuture<byte[]> bytes(int maxSize) {
		GatheringSubscriber subscriber = new GatheringSubscriber(maxSize);
		subscribe(subscriber);
		return subscriber.result();
	}

	/**
	 * Reads the content as a blocking stream, to be used by one thread at a time. Closing
	 * it before the end resets the HTTP stream; an interrupt ends the wait with an
	 * {@link java.io.InterruptedIOException}.
	 * @return the stream; its reads fail with an {@link java.io.IOException} whose cause
	 * is the {@link io.conpool.error.H2ClientException H2ClientException}
	 */
	default InputStream inputStream() {
		SubscriberInputStream subscriber = new SubscriberInputStream();
		subscribe(subscriber);
		return subscriber;
	}

	/**
	 * Writes the content to a file, which is made or emptied first.
	 * @param file where to
	 * @return completes with the number of bytes on the client's callback executor
	 */
	default CompletableFuture<Long> toFile(Path file) {
		FileSubscriber subscriber = new FileSubscriber(file);
		subscribe(subscriber);
		return subscriber.result();
	}

	/**
	 * Reads the content to its end without keeping it.
	 * @return completes with the number of bytes on the client's callback executor
	 */
	default CompletableFuture<Long> discard() {
		CountingSubscriber subscriber = new CountingSubscriber();
		subscribe(subscriber);
		return subscriber.result();
	}

}
