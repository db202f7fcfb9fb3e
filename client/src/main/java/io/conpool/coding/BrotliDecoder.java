package io.conpool.coding;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;

/**
 * Undoes br (RFC 7932) by brotli4j. The native decoder works ahead up to its window, 16
 * MiB at most, and holds that itself. For one thread at a time.
 */
final class BrotliDecoder implements CodingDecoder {

	private static final int INPUT_SIZE = 8 * 1024;

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final DecoderJNI.Wrapper decoder;

	// The native decoder's memory, to be read before it is called again.
	private ByteBuffer output = NOTHING;

	// Whether it may go on without further input, which its status does not always say.
	private boolean mayGoOn;

	BrotliDecoder() throws IOException {
		Brotli4jLoader.ensureAvailability();
		this.decoder = new DecoderJNI.Wrapper(INPUT_SIZE);
	}

	@Override
	public void decode(ByteBuffer source, ByteBuffer target) throws IOException {
		while (target.hasRemaining() && (this.output.hasRemaining() || step(source))) {
			move(this.output, target);
		}
	}

	/** Makes the native decoder do something; false if it wants input in vain. */
	private boolean step(ByteBuffer source) throws IOException {
		DecoderJNI.Status status = this.decoder.getStatus();
		if (status == DecoderJNI.Status.ERROR) {
			throw new IOException("corrupt, or data after the end");
		}
		if (status == DecoderJNI.Status.DONE) {
			if (source.hasRemaining()) {
				throw new IOException("data after the end");
			}
			return false;
		}
		if (status == DecoderJNI.Status.NEEDS_MORE_OUTPUT || this.decoder.hasOutput()) {
			this.output = this.decoder.pull();
			this.mayGoOn = true;
			return true;
		}
		if (status == DecoderJNI.Status.OK || this.mayGoOn) {
			this.mayGoOn = false;
			this.decoder.push(0);
			return true;
		}
		if (source.hasRemaining()) {
			ByteBuffer input = this.decoder.getInputBuffer().clear();
			move(source, input);
			this.decoder.push(input.position());
			return true;
		}
		return false;
	}

	private static void move(ByteBuffer from, ByteBuffer to) {
		int bytes = Math.min(from.remaining(), to.remaining());
		to.put(to.position(), from, from.position(), bytes);
		to.position(to.position() + bytes);
		from.position(from.position() + bytes);
	}

	@Override
	public void end() throws IOException {
		if (this.decoder.getStatus() != DecoderJNI.Status.DONE) {
			throw new EOFException("cut short");
		}
	}

	@Override
	public void close() {
		this.output = NOTHING;
		this.decoder.destroy();
	}

}
