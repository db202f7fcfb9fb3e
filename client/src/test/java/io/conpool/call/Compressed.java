package io.conpool.call;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Encodes as servers do.
 */
final class Compressed {

	private Compressed() {
	}

	static byte[] gzip(byte[] content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/** What RFC 9110 means by deflate. */
	static byte[] zlib(byte[] content) {
		return deflate(content, false, null);
	}

	/** What some servers mean by it. */
	static byte[] raw(byte[] content) {
		return deflate(content, true, null);
	}

	/** What nobody can decode who does not have the dictionary. */
	static byte[] withDictionary(byte[] content) {
		return deflate(content, false, new byte[] { 1, 2, 3, 4 });
	}

	private static byte[] deflate(byte[] content, boolean raw, byte[] dictionary) {
		Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
		try {
			if (dictionary != null) {
				deflater.setDictionary(dictionary);
			}
			deflater.setInput(content);
			deflater.finish();
			byte[] bytes = new byte[content.length + 1024];
			return Arrays.copyOf(bytes, deflater.deflate(bytes));
		}
		finally {
			deflater.end();
		}
	}

	static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
