package io.conpool.http;

import java.nio.charset.StandardCharsets;

/**
 * The content of a request. Immutable as long as its bytes are left alone.
 */
public sealed interface RequestBody {

	/**
	 * No content.
	 * @return the empty body
	 */
	static RequestBody empty() {
		return Empty.INSTANCE;
	}

	/**
	 * Bytes from memory.
	 * @param content the bytes; not copied, and not to be changed until the call has
	 * ended
	 * @return the body
	 */
	static RequestBody bytes(byte[] content) {
		return (content.length == 0) ? empty() : new Bytes(content);
	}

	/**
	 * Text in UTF-8.
	 * @param content the text
	 * @return the body
	 */
	static RequestBody utf8(String content) {
		return bytes(content.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * How long it is.
	 * @return bytes, 0 or more
	 */
	long length();

	/**
	 * Whether it can be sent a second time, as it must be when the server did not process
	 * the first attempt.
	 * @return true if so
	 */
	boolean isReplayable();

	/** No content. */
	final class Empty implements RequestBody {

		private static final Empty INSTANCE = new Empty();

		private Empty() {
		}

		@Override
		public long length() {
			return 0;
		}

		@Override
		public boolean isReplayable() {
			return true;
		}

	}

	/** Content that is in memory. */
	final class Bytes implements RequestBody {

		private final byte[] content;

		private Bytes(byte[] content) {
			this.content = content;
		}

		/**
		 * The bytes themselves, not a copy.
		 * @return the bytes
		 */
		public byte[] content() {
			return this.content;
		}

		@Override
		public long length() {
			return this.content.length;
		}

		@Override
		public boolean isReplayable() {
			return true;
		}

	}

}
