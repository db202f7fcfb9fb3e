package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content of which only the length is wanted is neither copied nor queued.
 */
class DiscardedBodyTests implements ContentSource {

	private final Queue<Runnable> executor = new ArrayDeque<>();

	private final StreamedBody body = new StreamedBody(this, this.executor::add, new StreamedBody.Owner() {
		@Override
		public void onContentRead() {
			DiscardedBodyTests.this.reads++;
		}
	});

	private int reads;

	private int consumed;

	private H2Error cancelledWith;

	@Test
	void contentIsCopiedForAReaderThatMayStillCome() {
		assertThat(isCopied(3)).isTrue();
		assertThat(this.consumed).isZero();
	}

	@Test
	void contentIsCopiedForAReaderThatWantsIt() {
		this.body.bytes(10);
		assertThat(isCopied(3)).isTrue();
	}

	@Test
	void whatIsSkippedCounts() {
		CompletableFuture<Long> length = this.body.discard();
		assertThat(isCopied(3)).isFalse();
		runCallbacks();
		assertThat(isCopied(4)).isFalse();
		assertThat(this.consumed).isEqualTo(7);
		assertThat(this.reads).isEqualTo(2);
		assertThat(this.body.hasUnread()).isFalse();
		this.body.onEnd(HttpHeaders.empty());
		runCallbacks();
		assertThat(length).isCompletedWithValue(7L);
	}

	@Test
	void whatCameBeforeTheReaderCountsToo() {
		this.body.onContent(5, ByteBuffer.allocate(5)::get);
		CompletableFuture<Long> length = this.body.discard();
		assertThat(isCopied(3)).isFalse();
		this.body.onEnd(HttpHeaders.empty());
		runCallbacks();
		assertThat(length).isCompletedWithValue(8L);
		assertThat(this.consumed).isEqualTo(8);
	}

	@Test
	void contentThatBreaksOffHasNoLength() {
		CompletableFuture<Long> length = this.body.discard();
		assertThat(isCopied(3)).isFalse();
		this.body.onError(new H2Error.BodyTooLarge(1));
		runCallbacks();
		assertThat(length.handle((value, thrown) -> H2ClientException.errorIn(thrown)).join())
			.isEqualTo(new H2Error.BodyTooLarge(1));
	}

	@Test
	void aReaderThatLosesInterestCancels() {
		CompletableFuture<Long> length = this.body.discard();
		runCallbacks();
		length.cancel(true);
		assertThat(this.cancelledWith).isEqualTo(new H2Error.Cancelled(true));
		runCallbacks();
		assertThat(isCopied(3)).isTrue();
	}

	private boolean isCopied(int bytes) {
		AtomicBoolean copied = new AtomicBoolean();
		this.body.onContent(bytes, (into, from, length) -> copied.set(true));
		return copied.get();
	}

	private void runCallbacks() {
		for (Runnable next = this.executor.poll(); next != null; next = this.executor.poll()) {
			next.run();
		}
	}

	@Override
	public void consumed(int bytes) {
		this.consumed += bytes;
	}

	@Override
	public void cancel(H2Error error) {
		this.cancelledWith = error;
	}

}
