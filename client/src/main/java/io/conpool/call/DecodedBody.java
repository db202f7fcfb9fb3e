package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.conpool.coding.ContentDecoder;
import io.conpool.http.HttpHeaders;
import io.conpool.http.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Content that is decoded while it is read: its one reader gets a
 * {@link DecodingSubscription} between itself and the encoded content. Safe for use by
 * several threads.
 */
final class DecodedBody implements ResponseBody {

	private final ResponseBody encoded;

	private final Supplier<ContentDecoder> decoder;

	private final Executor executor;

	private final CompletableFuture<Void> arrival = new CompletableFuture<>();

	private final CompletableFuture<HttpHeaders> trailers = new CompletableFuture<>();

	private final AtomicReference<@Nullable DecodingSubscription> reading = new AtomicReference<>();

	/**
	 * Makes a body.
	 * @param encoded what it reads
	 * @param decoder makes the decoder when the first content has come
	 * @param executor decodes, and calls the subscriber
	 */
	DecodedBody(ResponseBody encoded, Supplier<ContentDecoder> decoder, Executor executor) {
		this.encoded = encoded;
		this.decoder = decoder;
		this.executor = executor;
		encoded.arrival().whenComplete((done, thrown) -> {
			if (thrown != null) {
				this.arrival.completeExceptionally(thrown);
			}
			else {
				this.arrival.complete(null);
			}
		});
		encoded.trailers().whenComplete((fields, thrown) -> {
			if (thrown != null) {
				this.trailers.completeExceptionally(thrown);
			}
		});
	}

	@Override
	public void subscribe(Flow.Subscriber<? super ByteBuffer> wanted) {
		DecodingSubscription started = new DecodingSubscription(Objects.requireNonNull(wanted), this.decoder,
				this.executor, this::ended);
		if (this.reading.compareAndSet(null, started)) {
			this.encoded.subscribe(started);
		}
		else {
			NoSubscription.refuse(wanted);
		}
	}

	private void ended(@Nullable Throwable failure) {
		if (failure != null) {
			this.arrival.completeExceptionally(failure);
			this.trailers.completeExceptionally(failure);
		}
		else {
			this.encoded.trailers().thenAccept(this.trailers::complete);
		}
	}

	@Override
	public CompletableFuture<HttpHeaders> trailers() {
		return this.trailers.copy();
	}

	@Override
	public CompletionStage<Void> arrival() {
		return this.arrival.minimalCompletionStage();
	}

	@Override
	public void close() {
		DecodingSubscription started = this.reading.get();
		this.encoded.close();
		if (started != null) {
			started.close();
		}
	}

}
