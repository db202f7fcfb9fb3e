package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import io.conpool.testing.PieceReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content goes to its reader as that asks, and exactly what was taken is reported.
 */
class StreamedBodyTests implements ContentSource {

	private final Queue<Runnable> executor = new ArrayDeque<>();

	private final StreamedBody body = new StreamedBody(this, this.executor::add, new StreamedBody.Owner() {
	});

	private final PieceReader reader = new PieceReader();

	private int sent;

	private int consumed;

	private H2Error cancelledWith;

	StreamedBodyTests() {
		this.body.subscribe(this.reader);
		runCallbacks();
	}

	@Test
	void contentThatNobodyAsksForWakesNobody() {
		arrives(1);
		arrives(1);
		assertThat(this.executor).isEmpty();
		assertThat(this.body.hasUnread()).isTrue();
	}

	@Test
	void aReaderThatWaitsGetsEveryPiece() throws Exception {
		this.reader.request(Long.MAX_VALUE);
		runCallbacks();
		for (int i = 1; i <= 10; i++) {
			arrives(3);
			runCallbacks();
			assertThat(this.reader.next().remaining()).isEqualTo(3);
			assertThat(this.consumed).isEqualTo(3 * i);
		}
	}

	@Test
	void onlyWhatWasTakenIsReported() {
		for (int i = 0; i < 20_000; i++) {
			arrives(1);
		}
		int asked = 0;
		while (this.body.hasUnread()) {
			this.reader.request(1);
			runCallbacks();
			asked++;
			assertThat(this.consumed).isLessThanOrEqualTo(20_000);
		}
		assertThat(asked).isLessThan(30);
		assertThat(this.consumed).isEqualTo(20_000);
		this.body.onEnd(HttpHeaders.empty());
		runCallbacks();
		assertThat(this.reader.whole()).isCompletedWithValue(20_000);
	}

	@Test
	void whatWaitsIsDroppedWithItsReader() {
		arrives(1);
		arrives(1);
		this.body.cancel();
		runCallbacks();
		assertThat(this.body.hasUnread()).isFalse();
		assertThat(this.consumed).isZero();
		assertThat(this.cancelledWith).isEqualTo(new H2Error.Cancelled(true));
	}

	private void arrives(int length) {
		byte[] piece = new byte[length];
		for (int i = 0; i < length; i++) {
			piece[i] = PieceReader.at(this.sent++);
		}
		this.body.onContent(length, ByteBuffer.wrap(piece)::get);
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
	public void cancel(H2Error reason) {
		this.cancelledWith = reason;
	}

}
