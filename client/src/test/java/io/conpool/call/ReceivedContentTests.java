package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pieces are joined while they wait: in order, each byte once, and for hardly more memory
 * than the bytes.
 */
class ReceivedContentTests {

	private static final int MANY = 300_000;

	private final ReceivedContent content = new ReceivedContent();

	private int added;

	private int taken;

	@Test
	void nothingWaitsAtFirst() {
		assertThat(this.content.isEmpty()).isTrue();
		assertThat(this.content.poll()).isNull();
	}

	@Test
	void aReaderThatKeepsUpGetsEveryPiece() {
		for (int i = 0; i < 1000; i++) {
			add(1);
			assertThat(take(poll())).isOne();
			assertThat(this.content.isEmpty()).isTrue();
		}
	}

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 1, 7, 100, 1500, 2047, 2048, 4097, 16_384 })
	void piecesThatWaitCostHardlyMoreThanTheirBytes(int size) {
		int pieces = Math.max(MANY / size, 20);
		for (int i = 0; i < pieces; i++) {
			add(size);
		}
		List<ByteBuffer> buffers = takeAll();
		assertThat(this.taken).isEqualTo(pieces * size);
		assertThat(buffers.size()).isLessThanOrEqualTo(Math.min(pieces, 16 + this.taken / 2048));
		assertThat(buffers.stream().mapToInt((buffer) -> buffer.array().length).sum())
			.isLessThan(this.taken + this.taken / 3 + 100);
	}

	@Test
	void aReaderThatIsAlwaysALittleBehindGetsNoBufferThatIsMostlyEmpty() {
		add(3);
		for (int i = 0; i < 1000; i++) {
			add(1);
			add(1);
			ByteBuffer next = poll();
			assertThat(next.array().length).isLessThanOrEqualTo(2 * next.remaining());
			take(next);
		}
		takeAll();
		assertThat(this.taken).isEqualTo(2003);
	}

	@Test
	void aLargePieceIsABufferOfItsOwn() {
		add(1);
		add(16_384);
		add(1);
		assertThat(takeAll()).extracting(ByteBuffer::remaining).containsExactly(1, 16_384, 1);
	}

	@Test
	void aBufferThatWasTakenGetsNothingMore() {
		add(1);
		add(1);
		add(1);
		add(1);
		assertThat(take(poll())).isOne();
		ByteBuffer joined = poll();
		add(1);
		assertThat(joined.capacity()).isEqualTo(joined.remaining());
		take(joined);
		takeAll();
		assertThat(this.taken).isEqualTo(5);
	}

	@Test
	void aPieceIsCopiedOnce() {
		List<Integer> copies = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			this.content.add(1, (into, from, length) -> copies.add(length));
		}
		assertThat(copies).hasSize(100).containsOnly(1);
	}

	@Test
	void whatIsBeingAddedToIsNotThereForTheMoment() {
		add(4);
		add(1);
		assertThat(take(poll())).isEqualTo(4);
		this.content.add(1, (into, from, length) -> {
			assertThat(this.content.poll()).isNull();
			assertThat(this.content.isEmpty()).isFalse();
			fill(into, from, length);
		});
		assertThat(take(poll())).isEqualTo(2);
	}

	@Test
	void aPieceBehindABufferThatIsBeingTakenIsNotLost() {
		add(4);
		add(1);
		take(poll());
		take(poll());
		add(1);
		assertThat(take(poll())).isOne();
		assertThat(this.content.isEmpty()).isTrue();
	}

	@Test
	void whatIsDroppedDoesNotWait() {
		for (int i = 0; i < 1000; i++) {
			add(100);
		}
		this.content.clear();
		assertThat(this.content.isEmpty()).isTrue();
		assertThat(this.content.poll()).isNull();
	}

	@ParameterizedTest(name = "up to {0} bytes")
	@ValueSource(ints = { 1, 20, 3000 })
	void twoThreadsLoseNothing(int largest) throws Exception {
		CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < MANY; i++) {
				add(1 + i % largest);
			}
		});
		CompletableFuture<Void> taking = CompletableFuture.runAsync(() -> {
			while (!adding.isDone() || !this.content.isEmpty()) {
				ByteBuffer next = this.content.poll();
				if (next != null) {
					take(next);
				}
				else {
					Thread.onSpinWait();
				}
			}
		});
		taking.get(60, TimeUnit.SECONDS);
		adding.get(1, TimeUnit.SECONDS);
		assertThat(this.taken).isEqualTo(this.added);
	}

	private void add(int length) {
		this.content.add(length, this::fill);
	}

	/** Every byte follows from its place in the content. */
	private void fill(byte[] into, int from, int length) {
		for (int i = from; i < from + length; i++) {
			into[i] = (byte) (this.added++ * 31 >> 3);
		}
	}

	private ByteBuffer poll() {
		ByteBuffer next = this.content.poll();
		assertThat(next).isNotNull();
		return next;
	}

	/** Returns how many bytes were taken; the buffer stays as it was. */
	private int take(ByteBuffer buffer) {
		for (int i = buffer.position(); i < buffer.limit(); i++) {
			if (buffer.get(i) != (byte) (this.taken++ * 31 >> 3)) {
				throw new AssertionError("not the byte " + (this.taken - 1));
			}
		}
		return buffer.remaining();
	}

	private List<ByteBuffer> takeAll() {
		List<ByteBuffer> buffers = new ArrayList<>();
		for (ByteBuffer next = this.content.poll(); next != null; next = this.content.poll()) {
			take(next);
			buffers.add(next);
		}
		assertThat(this.content.isEmpty()).isTrue();
		return buffers;
	}

}
