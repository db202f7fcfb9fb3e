package io.conpool.coding;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.conpool.error.H2Error;

/**
 * Decodes the content of one message, whatever codings were applied to it: a buffer of
 * encoded content is fed, what comes of it is taken in pieces, then the next is fed.
 * Nothing is decoded before it is taken, beyond what a codec's own window holds. Every
 * fault is an {@link io.conpool.error.H2ClientException H2ClientException}, with
 * {@link H2Error.ContentDecodingFailed} or {@link H2Error.DecompressionBomb}; the decoder
 * is of no use after one but must be closed all the same. For one thread at a time.
 */
public final class ContentDecoder implements AutoCloseable {

	private static final int BETWEEN = 8 * 1024;

	// For the native memory of content that is dropped without being closed.
	private static final Cleaner CLEANER = Cleaner.create();

	// The coding that was applied last is undone first.
	private final List<Stage> stages = new ArrayList<>();

	private final DecodingLimits limits;

	private final Cleaner.Cleanable release;

	private long received;

	private boolean more;

	/**
	 * Makes a decoder.
	 * @param codings in the order in which they were applied, at least one
	 * @param limits how far the content may grow
	 */
	ContentDecoder(List<Coding> codings, DecodingLimits limits) {
		this.limits = limits;
		Release made = new Release(this.stages);
		this.release = CLEANER.register(this, made);
		try {
			for (int i = codings.size() - 1; i >= 0; i--) {
				this.stages.add(stage(codings.get(i)));
			}
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	private static Stage stage(Coding coding) {
		try {
			return new Stage(coding.name(), coding.factory().create());
		}
		catch (IOException ex) {
			throw new H2Error.ContentDecodingFailed(coding.name(), ex).asException();
		}
	}

	/**
	 * Gives encoded content, which the decoder uses up as its output is taken.
	 * @param encoded on the heap; not to be touched before {@link #hasMore} is false
	 * @throws IllegalStateException if there is more to take of what was fed before
	 */
	public void feed(ByteBuffer encoded) {
		if (this.more) {
			throw new IllegalStateException("what was fed before is not used up");
		}
		this.received += encoded.remaining();
		this.stages.get(0).source = encoded;
		this.more = encoded.hasRemaining();
	}

	/**
	 * Whether something may come of what was fed.
	 * @return true until {@link #take} has used it up
	 */
	public boolean hasMore() {
		return this.more;
	}

	/**
	 * Decodes until the target is full, or what was fed is used up.
	 * @param target takes decoded content, on the heap
	 */
	public void take(ByteBuffer target) {
		pull(this.stages.size() - 1, target);
		this.more = !target.hasRemaining() || this.stages.get(0).source.hasRemaining();
	}

	private void pull(int index, ByteBuffer target) {
		Stage stage = this.stages.get(index);
		stage.decode(target, this);
		while (index > 0 && target.hasRemaining()) {
			ByteBuffer between = stage.emptied();
			pull(index - 1, between);
			if (!between.flip().hasRemaining()) {
				return;
			}
			stage.decode(target, this);
		}
	}

	/**
	 * All encoded content was fed, and used up: it must be whole.
	 */
	public void end() {
		this.stages.forEach(Stage::end);
	}

	/** Releases what is held outside of the heap; further calls do nothing. */
	@Override
	public void close() {
		this.release.clean();
	}

	/** One coding, what is to be decoded next, and how much came of it so far. */
	private static final class Stage {

		private final String name;

		private final CodingDecoder decoder;

		private ByteBuffer source = ByteBuffer.allocate(0);

		private long decoded;

		Stage(String name, CodingDecoder decoder) {
			this.name = name;
			this.decoder = decoder;
		}

		/** The buffer between this coding and the one before, to be filled. */
		ByteBuffer emptied() {
			if (this.source.capacity() == 0) {
				this.source = ByteBuffer.allocate(BETWEEN);
			}
			return this.source.clear();
		}

		void decode(ByteBuffer target, ContentDecoder owner) {
			int before = target.position();
			try {
				this.decoder.decode(this.source, target);
			}
			catch (IOException ex) {
				throw new H2Error.ContentDecodingFailed(this.name, ex).asException();
			}
			this.decoded += target.position() - before;
			if (!owner.limits.allow(this.decoded, owner.received)) {
				throw owner.limits.breach();
			}
		}

		void end() {
			try {
				this.decoder.end();
			}
			catch (IOException ex) {
				throw new H2Error.ContentDecodingFailed(this.name, ex).asException();
			}
		}

	}

	/** Must not know the decoder, which is released when nobody knows it any more. */
	private record Release(List<Stage> stages) implements Runnable {
		@Override
		public void run() {
			this.stages.forEach((stage) -> stage.decoder.close());
		}
	}

}
