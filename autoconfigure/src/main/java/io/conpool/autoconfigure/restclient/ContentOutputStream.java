package io.conpool.autoconfigure.restclient;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Takes what Spring writes, in pieces: the first is kept, and is all there is if the
 * content is small; with more, a target is opened, to which every piece goes. Confined to
 * the writing thread.
 */
final class ContentOutputStream extends OutputStream {

	/** Opens the target, when it turns out that there has to be one. */
	interface Opener {

		ContentSubscription open() throws IOException;

	}

	private static final int PIECE = 32 * 1024;

	private static final int SMALLEST = 1024;

	private final boolean obeysFlush;

	private final Opener opener;

	private @Nullable ContentSubscription target;

	private @Nullable IOException failure;

	private byte[] piece = new byte[SMALLEST];

	private int length;

	/**
	 * Makes a stream that gathers.
	 * @param obeysFlush whether a flush opens the target: what is there as a whole is
	 * flushed for no reason but habit
	 * @param opener opens the target
	 */
	ContentOutputStream(boolean obeysFlush, Opener opener) {
		this.obeysFlush = obeysFlush;
		this.opener = opener;
	}

	/**
	 * Makes a stream that has its target.
	 * @param target where every piece goes
	 */
	ContentOutputStream(ContentSubscription target) {
		this(true, () -> target);
		this.target = target;
	}

	@Override
	public void write(int b) throws IOException {
		makeRoom(1);
		this.piece[this.length++] = (byte) b;
	}

	@Override
	public void write(byte[] content, int offset, int count) throws IOException {
		Objects.checkFromIndexSize(offset, count, content.length);
		int from = offset;
		int left = count;
		while (left > 0) {
			makeRoom(left);
			int part = Math.min(left, this.piece.length - this.length);
			System.arraycopy(content, from, this.piece, this.length, part);
			this.length += part;
			from += part;
			left -= part;
		}
	}

	private void makeRoom(int wanted) throws IOException {
		if (this.length == PIECE) {
			deliver(this.piece);
			this.piece = new byte[PIECE];
		}
		else if (this.length + wanted > this.piece.length) {
			this.piece = Arrays.copyOf(this.piece,
					Math.min(PIECE, Math.max(this.length + wanted, 2 * this.piece.length)));
		}
	}

	@Override
	public void flush() throws IOException {
		if (this.length > 0 && (this.target != null || this.obeysFlush)) {
			deliver(gathered());
		}
	}

	/** Everything is written. */
	void finish() throws IOException {
		ContentSubscription opened = this.target;
		if (opened != null) {
			flush();
			opened.complete();
		}
	}

	/** What has been written and not been delivered. */
	byte[] gathered() {
		return Arrays.copyOf(this.piece, this.length);
	}

	/** What ended the delivery, or null. */
	@Nullable IOException failure() {
		return this.failure;
	}

	private void deliver(byte[] content) throws IOException {
		if (this.failure != null) {
			throw this.failure;
		}
		try {
			if (this.target == null) {
				this.target = this.opener.open();
			}
			this.target.send(ByteBuffer.wrap(content));
			this.length = 0;
		}
		catch (IOException ex) {
			this.failure = ex;
			throw ex;
		}
	}

}
