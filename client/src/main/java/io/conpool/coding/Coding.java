package io.conpool.coding;

import java.io.IOException;

/**
 * A content coding that can be undone. Immutable.
 *
 * @param name as content-encoding has it, in lower case
 * @param factory makes its decoders
 */
record Coding(String name, Factory factory) {

	/** Makes decoders. */
	@FunctionalInterface
	interface Factory {

		CodingDecoder create() throws IOException;

	}

}
