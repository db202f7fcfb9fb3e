package io.conpool.call;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

import io.conpool.coding.ReleaseCount;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decoded content follows its reader's demand, and its decoder is released however the
 * reading ends, once.
 */
class DecodedBodyTests {

	private static final int PIECE = 16 * 1024;

	private final ReleaseCount decoders = new ReleaseCount();

	private final Source source = new Source();

	private final StreamedBody encoded = new StreamedBody(this.source, Runnable::run, new StreamedBody.Owner() {
	});

	private final DecodedBody body = new DecodedBody(this.encoded, this.decoders::decoder, Runnable::run);

	private final Reader reader = new Reader();

	@AfterEach
	void everyDecoderIsReleasedOnce() {
		assertThat(this.decoders.released()).isEqualTo(this.decoders.made());
	}

	private void arrives(int bytes) {
		this.encoded.onContent(bytes, ByteBuffer.allocate(bytes)::get);
	}

	@Test
	void aPieceIsDecodedPerRequestAndNoneBefore() {
		this.body.subscribe(this.reader);
		arrives(PIECE);
		arrives(PIECE);
		assertThat(this.decoders.made()).isZero();
		this.reader.subscription.request(1);
		assertThat(this.reader.sizes).containsExactly(PIECE);
		// One buffer was taken, and is not used up yet; the other still waits.
		assertThat(this.source.consumed).isLessThanOrEqualTo(PIECE);
		this.reader.subscription.request(2);
		assertThat(this.reader.sizes).containsExactly(PIECE, PIECE, PIECE);
		this.reader.subscription.request(10);
		assertThat(this.reader.sizes).hasSize(4);
		assertThat(this.source.consumed).isEqualTo(2 * PIECE);
		this.encoded.onEnd(HttpHeaders.builder().add("x-sum", "7").build());
		assertThat(this.reader.completed).isTrue();
		assertThat(this.body.trailers().join().first("x-sum")).hasValue("7");
	}

	@Test
	void whatHasArrivedIsDeliveredWithoutWaitingForAFullPiece() {
		this.body.subscribe(this.reader);
		this.reader.subscription.request(Long.MAX_VALUE);
		arrives(1);
		arrives(3);
		assertThat(this.reader.sizes).containsExactly(2, 6);
		this.body.close();
	}

	@Test
	void theReaderKeepsWhatItGets() {
		List<ByteBuffer> kept = new ArrayList<>();
		this.body.subscribe(new Reader() {
			@Override
			public void onNext(ByteBuffer item) {
				kept.add(item);
			}

			@Override
			public void onSubscribe(Flow.Subscription granted) {
				granted.request(Long.MAX_VALUE);
			}
		});
		for (byte i = 1; i <= 3; i++) {
			this.encoded.onContent(1, ByteBuffer.wrap(new byte[] { i })::get);
		}
		this.encoded.onEnd(HttpHeaders.empty());
		assertThat(kept).containsExactly(ByteBuffer.wrap(new byte[] { 1, 1 }), ByteBuffer.wrap(new byte[] { 2, 2 }),
				ByteBuffer.wrap(new byte[] { 3, 3 }));
	}

	@Test
	void contentWithoutAByteNeedsNoDecoder() {
		this.body.subscribe(this.reader);
		this.encoded.onEnd(HttpHeaders.empty());
		assertThat(this.reader.completed).isTrue();
		assertThat(this.decoders.made()).isZero();
	}

	@Test
	void aFailureComesAfterWhatWasDecodedBefore() {
		this.body.subscribe(this.reader);
		this.reader.subscription.request(1);
		arrives(PIECE);
		this.encoded.onError(new H2Error.ContentLengthMismatch(2, 1));
		assertThat(this.reader.failure).isNull();
		this.reader.subscription.request(2);
		assertThat(this.reader.sizes).hasSize(2);
		assertFailure(new H2Error.ContentLengthMismatch(2, 1));
	}

	@Test
	void aReaderThatCancelsWithDecodedContentLeftReleasesTheDecoderAndResetsTheStream() {
		this.body.subscribe(this.reader);
		this.reader.subscription.request(1);
		arrives(PIECE);
		this.reader.subscription.cancel();
		assertThat(this.source.cancelledWith).isEqualTo(new H2Error.Cancelled(true));
		assertThat(this.decoders.released()).isOne();
		assertThat(this.reader.failure).isNull();
		assertThat(this.body.trailers()).isCompletedExceptionally();
	}

	@Test
	void aReaderThatCancelledIsForgotten() {
		Reader forgetful = new Reader();
		WeakReference<Reader> known = new WeakReference<>(forgetful);
		this.body.subscribe(forgetful);
		forgetful.subscription.cancel();
		forgetful = null;
		for (int i = 0; i < 100 && known.get() != null; i++) {
			System.gc();
		}
		assertThat(known.get()).isNull();
		// Still referenced, as by somebody who waits for its trailers.
		assertThat(this.body.trailers()).isCompletedExceptionally();
	}

	@Test
	void closingReleasesTheDecoderOfAReaderThatAsksForNothingMore() {
		this.body.subscribe(this.reader);
		this.reader.subscription.request(1);
		arrives(PIECE);
		this.body.close();
		assertThat(this.source.cancelledWith).isEqualTo(new H2Error.Cancelled(true));
		assertFailure(new H2Error.Cancelled(true));
	}

	@Test
	void closingAfterTheEndChangesNothing() {
		this.body.subscribe(this.reader);
		this.reader.subscription.request(Long.MAX_VALUE);
		arrives(1);
		this.encoded.onEnd(HttpHeaders.empty());
		this.body.close();
		assertThat(this.reader.completed).isTrue();
		assertThat(this.reader.failure).isNull();
		assertThat(this.source.cancelledWith).isNull();
	}

	@Test
	void closingWithoutAReaderResetsTheStream() {
		this.body.close();
		assertThat(this.source.cancelledWith).isEqualTo(new H2Error.Cancelled(true));
		this.body.subscribe(this.reader);
		assertThat(this.reader.failure).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void aRequestForNothingIsAnErrorAndReleasesTheDecoder() {
		this.body.subscribe(this.reader);
		this.reader.subscription.request(1);
		arrives(PIECE);
		this.reader.subscription.request(0);
		assertThat(this.reader.failure).isInstanceOf(IllegalArgumentException.class);
		assertThat(this.source.cancelledWith).isNotNull();
	}

	@Test
	void aReaderThatThrowsIsLeft() {
		Thread thread = Thread.currentThread();
		Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
		List<Throwable> reported = new ArrayList<>();
		thread.setUncaughtExceptionHandler((where, thrown) -> reported.add(thrown));
		try {
			this.body.subscribe(new Reader() {
				@Override
				public void onNext(ByteBuffer item) {
					throw new IllegalStateException("a reader's fault");
				}
			}.asking());
			arrives(1);
		}
		finally {
			thread.setUncaughtExceptionHandler(before);
		}
		assertThat(reported).hasSize(1);
		assertThat(this.source.cancelledWith).isNotNull();
	}

	@Test
	void thereIsOneReader() {
		this.body.subscribe(this.reader);
		Reader second = new Reader();
		this.body.subscribe(second);
		assertThat(second.failure).isInstanceOf(IllegalStateException.class);
		this.reader.subscription.request(1);
		arrives(1);
		assertThat(this.reader.sizes).containsExactly(2);
		this.encoded.onEnd(HttpHeaders.empty());
		assertThat(this.body.trailers()).isCompleted();
	}

	private void assertFailure(H2Error error) {
		assertThat(this.reader.failure).isInstanceOf(H2ClientException.class);
		assertThat(H2ClientException.errorIn(this.reader.failure)).isEqualTo(error);
		assertThat(this.body.trailers()).isCompletedExceptionally();
	}

	/** The stream, which does what it is told at once. */
	private final class Source implements ContentSource {

		private int consumed;

		private H2Error cancelledWith;

		@Override
		public void consumed(int bytes) {
			this.consumed += bytes;
		}

		@Override
		public void cancel(H2Error reason) {
			this.cancelledWith = reason;
			DecodedBodyTests.this.encoded.onError(reason);
		}

	}

	private static class Reader implements Flow.Subscriber<ByteBuffer> {

		final List<Integer> sizes = new ArrayList<>();

		Flow.Subscription subscription;

		Throwable failure;

		boolean completed;

		private boolean asks;

		Reader asking() {
			this.asks = true;
			return this;
		}

		@Override
		public void onSubscribe(Flow.Subscription granted) {
			this.subscription = granted;
			if (this.asks) {
				granted.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(ByteBuffer item) {
			this.sizes.add(item.remaining());
		}

		@Override
		public void onError(Throwable thrown) {
			this.failure = thrown;
		}

		@Override
		public void onComplete() {
			this.completed = true;
		}

	}

}
