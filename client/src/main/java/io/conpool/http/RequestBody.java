package io.conpool.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;

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
	 * What a publisher delivers, once: it cannot be sent a second time. Short buffers are
	 * joined; in HTTP/2 one that follows another at speed may wait for more, 2 ms at
	 * most.
	 * @param content the bytes; a buffer that was delivered must not be changed until the
	 * call has ended
	 * @param length how many bytes there will be, or -1 if that is not known
	 * @return the body
	 */
	static RequestBody publisher(Flow.Publisher<ByteBuffer> content, long length) {
		return new Streaming(content, length, false);
	}

	/**
	 * What a stream delivers. It is opened anew, and closed, for every attempt, and read
	 * on a thread that may block.
	 * @param content opens the stream
	 * @param length how many bytes there will be, or -1 if that is not known
	 * @return the body
	 */
	static RequestBody inputStream(Callable<? extends InputStream> content, long length) {
		return new Blocking(content, length);
	}

	/**
	 * A file.
	 * @param file the file; it must not change until the call has ended
	 * @return the body
	 * @throws UncheckedIOException if its size cannot be told
	 */
	static RequestBody file(Path file) {
		try {
			return new Blocking(() -> Files.newInputStream(file), Files.size(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How long it is.
	 * @return bytes, or -1 if that is not known beforehand
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

	/**
	 * Content that is delivered as there is room for it.
	 *
	 * @param content delivers it
	 * @param length in bytes, or -1 if that is not known
	 * @param isReplayable whether the publisher can be subscribed to again
	 */
	record Streaming(Flow.Publisher<ByteBuffer> content, long length, boolean isReplayable) implements RequestBody {
	}

	/**
	 * Content that is read by blocking.
	 *
	 * @param content opens a stream of it
	 * @param length in bytes, or -1 if that is not known
	 */
	record Blocking(Callable<? extends InputStream> content, long length) implements RequestBody {

		@Override
		public boolean isReplayable() {
			return true;
		}

	}

}
