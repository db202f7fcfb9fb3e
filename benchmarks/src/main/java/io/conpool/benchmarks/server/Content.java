package io.conpool.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What one port answers with, and how many streams it allows. Immutable.
 */
final class Content {

	private final ByteBuf bytes;

	private final HeaderBlocks headers;

	private final int maxStreams;

	Content(Site site) {
		byte[] letters = new byte[site.size()];
		for (int i = 0; i < letters.length; i++) {
			letters[i] = (byte) ('a' + i % 26);
		}
		ByteBuf direct = Unpooled.directBuffer(letters.length).writeBytes(letters);
		this.bytes = Unpooled.unreleasableBuffer(direct.asReadOnly());
		this.headers = new HeaderBlocks(letters.length);
		this.maxStreams = site.maxStreams();
	}

	int size() {
		return this.bytes.readableBytes();
	}

	ByteBuf slice(int from, int length) {
		return this.bytes.slice(from, length);
	}

	void copy(int from, int length, ByteBuf to) {
		to.writeBytes(this.bytes, from, length);
	}

	HeaderBlocks headers() {
		return this.headers;
	}

	int maxStreams() {
		return this.maxStreams;
	}

}
