package io.conpool.connection;

import java.util.function.LongConsumer;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a connection writes: all of a burst in one buffer, which is sent at its
 * end. Bursts are numbered, so that it can tell what cannot have left this machine.
 * Confined to the connection's event loop.
 */
public final class OutputBuffer {

	private static final int SMALLEST_BURST = 4 * 1024;

	private static final int LARGE_BURST = 64 * 1024;

	// A large burst and a frame of the usual size, which made it one.
	private static final int LARGEST_CAPACITY = LARGE_BURST + 17 * 1024;

	private final ConnectionChannel channel;

	private final LongConsumer onWritten;

	private @Nullable ByteBuf burst;

	// Of the next burst: what the last one had, so that a buffer need not grow where
	// content is sent.
	private int capacity = SMALLEST_BURST;

	private int bursts;

	private int burstsWritten;

	/**
	 * Makes an empty buffer.
	 * @param channel sends the bursts
	 * @param onWritten told how many bytes each burst has
	 */
	public OutputBuffer(ConnectionChannel channel, LongConsumer onWritten) {
		this.channel = channel;
		this.onWritten = onWritten;
	}

	/**
	 * Opens the burst, unless one is open.
	 * @return where to write
	 */
	public ByteBuf open() {
		ByteBuf current = this.burst;
		if (current == null) {
			current = this.channel.allocate(this.capacity);
			this.burst = current;
			this.bursts++;
		}
		return current;
	}

	/**
	 * Sends the burst if it is large, so that its buffer does not grow with the content.
	 */
	public void flushIfLarge() {
		if (this.burst != null && this.burst.readableBytes() >= LARGE_BURST) {
			flush();
		}
	}

	/**
	 * Sends the burst, if one is open.
	 */
	public void flush() {
		ByteBuf out = this.burst;
		if (out == null) {
			return;
		}
		this.burst = null;
		this.capacity = Math.max(SMALLEST_BURST, Math.min(out.readableBytes(), LARGEST_CAPACITY));
		int number = this.bursts;
		this.onWritten.accept(out.readableBytes());
		this.channel.writeAndFlush(out).addListener((done) -> {
			if (done.isSuccess()) {
				this.burstsWritten = number;
			}
		});
	}

	/**
	 * Returns the number of the last burst.
	 * @return 1 or more once something was written
	 */
	public int burst() {
		return this.bursts;
	}

	/**
	 * Whether that burst was handed to the channel.
	 * @param number the burst
	 * @return true if so, whatever became of it there
	 */
	public boolean isFlushed(int number) {
		return number < this.bursts || this.burst == null;
	}

	/**
	 * Whether the peer's side of the network has taken that burst.
	 * @param number the burst
	 * @return true if it was written to its end
	 */
	public boolean isWritten(int number) {
		return number <= this.burstsWritten;
	}

	/**
	 * Whether no byte of that burst can have left this machine: it is still here, or a
	 * burst before it was not written to its end.
	 * @param number the burst
	 * @return true only if that is certain
	 */
	public boolean isUnsent(int number) {
		return !isFlushed(number) || number > this.burstsWritten + 1;
	}

	/**
	 * Releases what was not sent.
	 */
	public void release() {
		if (this.burst != null) {
			this.burst.release();
			this.burst = null;
		}
	}

}
