package io.conpool.coding;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Undoes one content coding. For one thread at a time.
 */
interface CodingDecoder extends AutoCloseable {

	/**
	 * Decodes until the target is full, or the source is used up and nothing that came of
	 * it is left to be had. After a full target there may be more without further source.
	 * @param source encoded content, on the heap
	 * @param target takes decoded content, on the heap
	 * @throws IOException if the content is not of this coding, or goes on after its end
	 */
	void decode(ByteBuffer source, ByteBuffer target) throws IOException;

	/**
	 * The source has ended, and everything was decoded.
	 * @throws IOException if the content is not whole
	 */
	void end() throws IOException;

	/** Releases what is held outside of the heap; called once. */
	@Override
	void close();

}
