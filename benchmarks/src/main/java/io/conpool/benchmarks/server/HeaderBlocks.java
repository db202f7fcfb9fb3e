package io.conpool.benchmarks.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The header block of every response, as a server with a HPACK table sends it (RFC 7541):
 * the first one of a connection adds four fields to the table, all others refer to them.
 * Immutable.
 */
final class HeaderBlocks {

	private static final int STATUS_200 = 0x88;

	private static final int LITERAL_WITH_INDEXING = 0x40;

	// The newest entry of the dynamic table (RFC 7541 section 2.3.3).
	private static final int INDEXED_62 = 0x80 | 62;

	private final byte[] first;

	private final byte[] later;

	HeaderBlocks(int contentLength) {
		// Places in the static table, and values
		Map<Integer, String> fields = Map.of(28, Integer.toString(contentLength), 31, "application/octet-stream", 33,
				"Mon, 23 Nov 2026 08:00:00 GMT", 54, "bench");
		ByteArrayOutputStream literals = new ByteArrayOutputStream();
		literals.write(STATUS_200);
		fields.forEach((place, value) -> {
			byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
			literals.write(LITERAL_WITH_INDEXING | place);
			literals.write(bytes.length);
			literals.writeBytes(bytes);
		});
		this.first = literals.toByteArray();
		ByteArrayOutputStream references = new ByteArrayOutputStream();
		references.write(STATUS_200);
		for (int age = fields.size() - 1; age >= 0; age--) {
			references.write(INDEXED_62 + age);
		}
		this.later = references.toByteArray();
	}

	byte[] first() {
		return this.first;
	}

	byte[] later() {
		return this.later;
	}

}
