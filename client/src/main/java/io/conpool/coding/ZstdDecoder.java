package io.conpool.coding;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

import com.github.luben.zstd.ZstdBufferDecompressingStreamNoFinalizer;
import org.jspecify.annotations.Nullable;

/**
 * Undoes zstd (RFC 8878) by zstd-jni: any number of frames, one after the other. For one
 * thread at a time.
 */
final class ZstdDecoder implements CodingDecoder {

	// RFC 9659 section 3: 8 MiB.
	private static final int MAX_WINDOW_LOG = 23;

	// Null between frames.
	private @Nullable Frames frames;

	private boolean started;

	@Override
	public void decode(ByteBuffer source, ByteBuffer target) throws IOException {
		boolean goesOn = true;
		while (goesOn && target.hasRemaining()) {
			Frames current = this.frames;
			if (current == null) {
				if (!source.hasRemaining()) {
					return;
				}
				current = new Frames(source);
				this.frames = current;
				this.started = true;
				current.setLongMax(MAX_WINDOW_LOG);
			}
			current.decode(source, target);
			goesOn = source.hasRemaining();
			if (!current.hasRemaining()) {
				close();
			}
		}
	}

	@Override
	public void end() throws IOException {
		if (this.frames != null || !this.started) {
			throw new EOFException("cut short");
		}
	}

	@Override
	public void close() {
		Frames current = this.frames;
		if (current != null) {
			this.frames = null;
			current.close();
		}
	}

	/** Frames up to the first that ends with its source. */
	private static final class Frames extends ZstdBufferDecompressingStreamNoFinalizer {

		Frames(ByteBuffer source) {
			super(source);
		}

		void decode(ByteBuffer from, ByteBuffer target) throws IOException {
			this.source = from;
			read(target);
		}

	}

}
