package io.conpool.testing;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A reader of numbered content, which keeps every buffer that it gets: each byte follows
 * from its place, so that what is lost, doubled or out of order is found.
 */
public final class PieceReader implements Flow.Subscriber<ByteBuffer> {

	private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

	private final CompletableFuture<Integer> whole = new CompletableFuture<>();

	private final BlockingQueue<ByteBuffer> buffers = new LinkedBlockingQueue<>();

	private int length;

	/**
	 * Returns the byte of numbered content at an index.
	 * @param index from 0
	 * @return the byte
	 */
	public static byte at(int index) {
		return (byte) (index * 31 >> 3);
	}

	/** Asks for buffers, as soon as there is a subscription. */
	public PieceReader request(long buffersWanted) {
		this.subscription.thenAccept((granted) -> granted.request(buffersWanted));
		return this;
	}

	/** Waits for a buffer, and takes it away. */
	public ByteBuffer next() throws InterruptedException {
		return this.buffers.poll(10, TimeUnit.SECONDS);
	}

	/** Waits for buffers, and takes them away, until so many bytes were taken. */
	public Taken take(int bytes) throws InterruptedException {
		int count = 0;
		int taken = 0;
		long memory = 0;
		while (taken < bytes) {
			ByteBuffer next = next();
			if (next == null) {
				throw new AssertionError("only " + taken + " of " + bytes + " bytes");
			}
			count++;
			taken += next.remaining();
			memory += next.array().length;
		}
		return new Taken(count, taken, memory);
	}

	/** The length of the content, or how it failed. */
	public CompletableFuture<Integer> whole() {
		return this.whole;
	}

	@Override
	public void onSubscribe(Flow.Subscription granted) {
		this.subscription.complete(granted);
	}

	@Override
	public void onNext(ByteBuffer buffer) {
		for (int i = buffer.position(); i < buffer.limit(); i++) {
			if (buffer.get(i) != at(this.length++)) {
				this.whole.completeExceptionally(new AssertionError("not the byte " + (this.length - 1)));
			}
		}
		this.buffers.add(buffer);
	}

	@Override
	public void onError(Throwable thrown) {
		this.whole.completeExceptionally(thrown);
	}

	@Override
	public void onComplete() {
		this.whole.complete(this.length);
	}

	/**
	 * Buffers that were taken away.
	 *
	 * @param buffers how many
	 * @param bytes their content
	 * @param memory the length of their arrays
	 */
	public record Taken(int buffers, int bytes, long memory) {
	}

}
