package io.conpool.coding;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;

/**
 * Undoes deflate (RFC 9110 section 8.4.1.2): the zlib format, or, as some servers have
 * it, deflated data without that. For one thread at a time.
 */
final class DeflateDecoder implements CodingDecoder {

	// Shows which of the two it is.
	private final ByteBuffer head = ByteBuffer.allocate(2);

	// Not null once the head is there.
	private @Nullable Deflated data;

	private boolean ended;

	@Override
	public void decode(ByteBuffer source, ByteBuffer target) throws IOException {
		Deflated started = this.data;
		if (started == null) {
			while (this.head.hasRemaining() && source.hasRemaining()) {
				this.head.put(source.get());
			}
			if (this.head.hasRemaining()) {
				return;
			}
			this.head.flip();
			started = new Deflated(!isZlib(this.head));
			this.data = started;
		}
		if (!this.ended && this.head.hasRemaining()) {
			this.ended = started.inflate(this.head, target);
		}
		if (!this.ended && !this.head.hasRemaining()) {
			this.ended = started.inflate(source, target);
		}
		if (this.ended && (this.head.hasRemaining() || source.hasRemaining())) {
			throw new ZipException("data after the end");
		}
	}

	private static boolean isZlib(ByteBuffer head) {
		return (head.get(0) & 0x0f) == 8 && head.getShort(0) >= 0 && head.getShort(0) % 31 == 0;
	}

	@Override
	public void end() throws IOException {
		if (!this.ended) {
			throw new EOFException("cut short");
		}
	}

	@Override
	public void close() {
		if (this.data != null) {
			this.data.close();
		}
	}

}
