package io.conpool.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;

/**
 * Encodes as servers do.
 */
public final class Compressed {

	private Compressed() {
	}

	public static byte[] gzip(byte[] content) {
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
	public static byte[] zlib(byte[] content) {
		return deflate(content, false, null);
	}

	/** What some servers mean by it. */
	public static byte[] raw(byte[] content) {
		return deflate(content, true, null);
	}

	/** What nobody can decode who does not have the dictionary. */
	public static byte[] withDictionary(byte[] content) {
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

	public static byte[] brotli(byte[] content) {
		Brotli4jLoader.ensureAvailability();
		try {
			return Encoder.compress(content, new Encoder.Parameters().setQuality(5));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static byte[] zstd(byte[] content) {
		return Zstd.compress(content);
	}

	/** With a window of a size given by its logarithm. */
	public static byte[] zstd(byte[] content, int windowLog) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(bytes)) {
			out.setLong(windowLog);
			out.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/** By the name in content-encoding; deflate is what RFC 9110 means by it. */
	public static byte[] encode(String coding, byte[] content) {
		return switch (coding) {
			case "gzip", "x-gzip" -> gzip(content);
			case "deflate" -> zlib(content);
			case "br" -> brotli(content);
			case "zstd" -> zstd(content);
			default -> throw new IllegalArgumentException(coding);
		};
	}

	/** Encodes what is written when it is flushed. */
	public static OutputStream flushing(String coding, OutputStream to) throws IOException {
		return switch (coding) {
			case "gzip" -> new GZIPOutputStream(to, true);
			case "deflate" -> new DeflaterOutputStream(to, true);
			case "br" -> new BrotliOutputStream(to);
			case "zstd" -> new ZstdOutputStreamNoFinalizer(to);
			default -> throw new IllegalArgumentException(coding);
		};
	}

	public static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
