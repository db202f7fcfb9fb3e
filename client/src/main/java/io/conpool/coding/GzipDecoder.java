package io.conpool.coding;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * Undoes gzip (RFC 1952): any number of members, one after the other, each with checksum
 * and length. For one thread at a time.
 */
final class GzipDecoder implements CodingDecoder {

	private enum Part {

		START, HEADER, DATA, TRAILER

	}

	private final Deflated data = new Deflated(true);

	private final CRC32 sum = new CRC32();

	private final ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

	private GzipHeader header = new GzipHeader();

	private Part part = Part.START;

	private int members;

	private int length;

	@Override
	public void decode(ByteBuffer source, ByteBuffer target) throws IOException {
		boolean goesOn = true;
		while (goesOn) {
			goesOn = switch (this.part) {
				case START -> start(source);
				case HEADER -> header(source);
				case DATA -> data(source, target);
				case TRAILER -> trailer(source);
			};
		}
	}

	private boolean start(ByteBuffer source) throws IOException {
		if (!source.hasRemaining()) {
			return false;
		}
		if (this.members > 0 && source.get(source.position()) != 0x1f) {
			throw new ZipException("data after the end");
		}
		this.header = new GzipHeader();
		this.data.reset();
		this.sum.reset();
		this.trailer.clear();
		this.length = 0;
		this.part = Part.HEADER;
		return true;
	}

	private boolean header(ByteBuffer source) throws IOException {
		while (source.hasRemaining() && !this.header.isComplete()) {
			this.header.accept(source.get() & 0xff);
		}
		if (this.header.isComplete()) {
			this.part = Part.DATA;
		}
		return this.part == Part.DATA;
	}

	private boolean data(ByteBuffer source, ByteBuffer target) throws IOException {
		int before = target.position();
		boolean ended = this.data.inflate(source, target);
		ByteBuffer inflated = target.duplicate().flip().position(before);
		this.length += inflated.remaining();
		this.sum.update(inflated);
		if (ended) {
			this.part = Part.TRAILER;
		}
		return ended;
	}

	private boolean trailer(ByteBuffer source) throws IOException {
		while (source.hasRemaining() && this.trailer.hasRemaining()) {
			this.trailer.put(source.get());
		}
		if (this.trailer.hasRemaining()) {
			return false;
		}
		if (this.trailer.getInt(0) != (int) this.sum.getValue()) {
			throw new ZipException("the checksum is wrong");
		}
		if (this.trailer.getInt(4) != this.length) {
			throw new ZipException("the length is wrong");
		}
		this.members++;
		this.part = Part.START;
		return true;
	}

	@Override
	public void end() throws IOException {
		if (this.part != Part.START || this.members == 0) {
			throw new EOFException("cut short");
		}
	}

	@Override
	public void close() {
		this.data.close();
	}

}
