package io.conpool.call;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;

/**
 * Asks for compressed responses and decodes them (RFC 9110 section 8.4), with a bound on
 * what may come out. Immutable.
 */
public final class ContentDecoding {

	private static final String OFFER = "gzip, deflate";

	private static final Set<String> KNOWN = Set.of("gzip", "x-gzip", "deflate");

	// Nobody needs more than one; each is another round of growth.
	private static final int MAX_CODINGS = 5;

	private static final int RATIO_COUNTS_FROM = 1 << 20;

	private final CallConfig.Decompression config;

	/**
	 * Makes a decoding.
	 * @param config its limits
	 */
	public ContentDecoding(CallConfig.Decompression config) {
		this.config = config;
	}

	/**
	 * Whether a response to this request is to be decoded: not if the request says so,
	 * nor if it has an accept-encoding of its own.
	 * @param request the request
	 * @return true if {@link #offer} and {@link #decode} are to be used
	 */
	public boolean appliesTo(H2Request request) {
		return this.config.enabled() && request.decompress() && !request.headers().contains("accept-encoding")
				&& !request.headers().contains("range");
	}

	/**
	 * The request with an accept-encoding that names what can be decoded.
	 * @param request the request
	 * @return a copy
	 */
	public H2Request offer(H2Request request) {
		return request.withHeader("accept-encoding", OFFER);
	}

	/**
	 * The response decoded, or the same one if it is not encoded or in a way that is not
	 * known.
	 * @param response the response
	 * @return a response without content-encoding and content-length
	 * @throws io.conpool.error.H2ClientException with
	 * {@link H2Error.ContentDecodingFailed} or {@link H2Error.DecompressionBomb}
	 */
	public H2Response decode(H2Response response) {
		List<String> codings = codings(response.headers());
		if (codings.size() > MAX_CODINGS) {
			throw new H2Error.DecompressionBomb(this.config.maxSize(), this.config.maxRatio()).asException();
		}
		if (codings.isEmpty() || response.body().length == 0 || !KNOWN.containsAll(codings)) {
			return response;
		}
		// They stand in the order in which they were applied.
		Collections.reverse(codings);
		byte[] body = response.body();
		for (String coding : codings) {
			body = decode(coding, body, response.body().length);
		}
		return new H2Response(response.status(), withoutEncoding(response.headers()), body, response.trailers());
	}

	private static List<String> codings(HttpHeaders headers) {
		List<String> codings = new ArrayList<>();
		for (String value : headers.all("content-encoding")) {
			for (String coding : value.split(",", -1)) {
				String name = coding.trim().toLowerCase(Locale.ROOT);
				if (!name.isEmpty() && !name.equals("identity")) {
					codings.add(name);
				}
			}
		}
		return codings;
	}

	private byte[] decode(String coding, byte[] encoded, int receivedLength) {
		Inflater inflater = new Inflater(!isZlib(encoded));
		try (InputStream in = coding.equals("deflate")
				? new InflaterInputStream(new ByteArrayInputStream(encoded), inflater)
				: new GZIPInputStream(new ByteArrayInputStream(encoded))) {
			byte[] decoded = readAll(in, receivedLength);
			if (inflater.needsDictionary()) {
				throw new IOException("a preset dictionary is needed");
			}
			return decoded;
		}
		catch (IOException ex) {
			throw new H2Error.ContentDecodingFailed(coding, ex).asException();
		}
		finally {
			inflater.end();
		}
	}

	private byte[] readAll(InputStream in, int receivedLength) throws IOException {
		long densest = Math.max(RATIO_COUNTS_FROM, (long) receivedLength * this.config.maxRatio());
		long limit = Math.min(this.config.maxSize(), densest);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream((int) Math.min(limit, receivedLength * 2L));
		byte[] chunk = new byte[16 * 1024];
		for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
			if (decoded.size() + (long) read > limit) {
				throw new H2Error.DecompressionBomb(this.config.maxSize(), this.config.maxRatio()).asException();
			}
			decoded.write(chunk, 0, read);
		}
		return decoded.toByteArray();
	}

	/**
	 * Some servers send "deflate" without the zlib frame that RFC 9110 section 8.4.1.2
	 * asks for.
	 */
	private static boolean isZlib(byte[] encoded) {
		return encoded.length >= 2 && (encoded[0] & 0x0f) == 8
				&& ((encoded[0] & 0xff) << 8 | (encoded[1] & 0xff)) % 31 == 0;
	}

	private static HttpHeaders withoutEncoding(HttpHeaders headers) {
		HttpHeaders.Builder kept = HttpHeaders.builder();
		headers.forEach((name, value) -> {
			if (!name.equals("content-encoding") && !name.equals("content-length")) {
				kept.add(name, value);
			}
		});
		return kept.build();
	}

}
