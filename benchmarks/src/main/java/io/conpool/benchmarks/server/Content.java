package io.conpool.benchmarks.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What one port answers with, and how many streams it allows. Immutable.
 */
final class Content {

	private final ByteBuf bytes;

	private final HeaderBlocks headers;

	private final int maxStreams;

	private final byte[] http1;

	Content(Site site) {
		byte[] letters = new byte[site.size()];
		for (int i = 0; i < letters.length; i++) {
			letters[i] = (byte) ('a' + i % 26);
		}
		ByteBuf direct = Unpooled.directBuffer(letters.length).writeBytes(letters);
		this.bytes = Unpooled.unreleasableBuffer(direct.asReadOnly());
		this.headers = new HeaderBlocks(letters.length);
		this.maxStreams = site.maxStreams();
		String head = """
				HTTP/1.1 200 OK\r
				Content-Type: application/octet-stream\r
				Content-Length: %d\r
				Date: Mon, 23 Nov 2026 08:00:00 GMT\r
				Server: bench\r
				\r
				""".formatted(letters.length);
		ByteArrayOutputStream response = new ByteArrayOutputStream();
		response.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
		response.writeBytes(letters);
		this.http1 = response.toByteArray();
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

	byte[] http1() {
		return this.http1;
	}

	int maxStreams() {
		return this.maxStreams;
	}

}
