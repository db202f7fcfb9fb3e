package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.conpool.http.ContentBytes;
import org.jspecify.annotations.Nullable;

/**
 * A queue of content that was received and is not read yet. A piece that arrives while
 * the one before it still waits is appended to that, where it fits; so content in pieces
 * of one byte costs hardly more memory than the bytes, and a reader that keeps up gets
 * every piece at once. One thread adds at a time, and one takes; neither ever waits for
 * the other.
 */
final class ReceivedContent {

	// What is larger costs little more than its bytes.
	private static final int SMALL = 2 * 1024;

	private static final int LARGEST_JOINED = 8 * 1024;

	private final AtomicInteger waiting = new AtomicInteger();

	// The adding thread's.
	private Chunk last = new Chunk(null, 0);

	private int room;

	// The taking thread's: all up to this one was taken.
	private Chunk taken = this.last;

	/**
	 * Returns whether nothing waits. Any thread may ask. A piece that is being added
	 * counts as waiting.
	 */
	boolean isEmpty() {
		return this.waiting.get() == 0;
	}

	/**
	 * Adds a piece.
	 * @param length how many bytes, 1 or more
	 * @param piece copied once
	 */
	void add(int length, ContentBytes piece) {
		int before = this.waiting.getAndAdd(length);
		if (length <= this.room && this.last.append(length, piece)) {
			this.room -= length;
			return;
		}
		byte[] bytes = new byte[capacity(length, before)];
		piece.read(bytes, 0, length);
		Chunk added = new Chunk(bytes, length);
		this.last.next = added;
		this.last = added;
		this.room = bytes.length - length;
	}

	/**
	 * Returns how much to allocate: room for further pieces only where the reader is
	 * behind, and then no more than as much as waits already.
	 */
	private static int capacity(int length, int waiting) {
		return (length < SMALL) ? Math.max(length, Math.min(waiting, LARGEST_JOINED)) : length;
	}

	/**
	 * Takes what has waited longest.
	 * @return the bytes, the taker's to keep; or null if there are none, or if a piece is
	 * being added to them at this moment
	 */
	@Nullable ByteBuffer poll() {
		Chunk first = this.taken.next;
		byte[] bytes = (first != null) ? first.getAndSet(null) : null;
		if (first == null || bytes == null) {
			return null;
		}
		// A dead link that the collector has moved aside must not keep all later ones.
		this.taken.next = null;
		this.taken = first;
		this.waiting.addAndGet(-first.length);
		ByteBuffer content = ByteBuffer.wrap(bytes, 0, first.length);
		return (first.length < bytes.length) ? content.slice() : content;
	}

	/** Drops what waits. Called by the taking thread. */
	void clear() {
		ByteBuffer dropped = poll();
		while (dropped != null) {
			dropped = poll();
		}
	}

	/**
	 * A link of the queue, and the reference to its bytes. A thread that works on the
	 * bytes takes the reference out. The adding thread puts it back; if it finds none,
	 * the bytes were taken for good.
	 */
	@SuppressWarnings("serial") // Never serialized.
	private static final class Chunk extends AtomicReference<byte @Nullable []> {

		private volatile @Nullable Chunk next;

		// Belongs to the thread that has the bytes.
		private int length;

		Chunk(byte @Nullable [] bytes, int length) {
			super(bytes);
			this.length = length;
		}

		/** Returns whether the piece was appended. */
		boolean append(int count, ContentBytes piece) {
			byte[] bytes = getAndSet(null);
			if (bytes == null) {
				return false;
			}
			piece.read(bytes, this.length, count);
			this.length += count;
			set(bytes);
			return true;
		}

	}

}
