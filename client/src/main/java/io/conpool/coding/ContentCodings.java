package io.conpool.coding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The content codings that can be undone here: gzip and deflate always, zstd and br if
 * their libraries (zstd-jni, brotli4j) are on the class path and their native part loads.
 * Immutable.
 */
public final class ContentCodings {

	// The letter a.
	private static final byte[] ZSTD_SAMPLE = { 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x20, 0x01, 0x09, 0x00, 0x00,
			'a' };

	private static final byte[] BROTLI_SAMPLE = { 0x0b, 0x00, (byte) 0x80, 'a', 0x03 };

	private static final class Available {

		// The cheapest for both sides comes first; a server may choose any.
		static final ContentCodings CODINGS = new ContentCodings(
				working(new Coding("zstd", () -> new ZstdDecoder()), ZSTD_SAMPLE),
				working(new Coding("br", () -> new BrotliDecoder()), BROTLI_SAMPLE),
				List.of(new Coding("gzip", GzipDecoder::new), new Coding("deflate", DeflateDecoder::new)));

	}

	private final Map<String, Coding> codings = new LinkedHashMap<>();

	private final String acceptEncoding;

	@SafeVarargs
	ContentCodings(List<Coding>... lists) {
		for (List<Coding> list : lists) {
			list.forEach((coding) -> this.codings.put(coding.name(), coding));
		}
		this.acceptEncoding = String.join(", ", this.codings.keySet());
		// RFC 9110 section 8.4.1.3: to be understood, not to be asked for.
		this.codings.computeIfAbsent("x-gzip", (name) -> new Coding(name, GzipDecoder::new));
	}

	/**
	 * What there is in this JVM, found out when it is first asked for: that loads native
	 * libraries.
	 * @return the codings
	 */
	public static ContentCodings available() {
		return Available.CODINGS;
	}

	/** A library may be absent, too old, or lack its native part for this machine. */
	static List<Coding> working(Coding coding, byte[] sample) {
		try (CodingDecoder decoder = coding.factory().create()) {
			ByteBuffer decoded = ByteBuffer.allocate(2);
			decoder.decode(ByteBuffer.wrap(sample), decoded);
			decoder.end();
			return decoded.flip().equals(ByteBuffer.wrap(new byte[] { 'a' })) ? List.of(coding) : List.of();
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			return List.of();
		}
	}

	/**
	 * The value of accept-encoding that asks for these codings, and no others (RFC 9110
	 * section 12.5.3).
	 * @return for example {@code gzip, deflate}
	 */
	public String acceptEncoding() {
		return this.acceptEncoding;
	}

	/**
	 * Whether all of these can be undone.
	 * @param names codings in lower case
	 * @return true if {@link #decoder} can be used
	 */
	public boolean know(List<String> names) {
		return this.codings.keySet().containsAll(names);
	}

	/**
	 * Makes a decoder.
	 * @param names known codings in lower case, in the order in which they were applied
	 * @param limits how far the content may grow
	 * @return a decoder, to be closed
	 */
	public ContentDecoder decoder(List<String> names, DecodingLimits limits) {
		List<Coding> applied = new ArrayList<>();
		names.forEach((name) -> applied.add(Objects.requireNonNull(this.codings.get(name), name)));
		return new ContentDecoder(applied, limits);
	}

}
