package io.conpool.call;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;

import io.conpool.coding.ContentCodings;
import io.conpool.coding.ContentDecoder;
import io.conpool.coding.DecodingLimits;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.http.StreamedResponse;

/**
 * Asks for compressed responses and decodes them (RFC 9110 section 8.4), with a bound on
 * what may come out. Immutable.
 */
public final class ContentDecoding {

	// Nobody needs more than one; each is another round of growth.
	private static final int MAX_CODINGS = 5;

	private static final int CHUNK = 16 * 1024;

	private final boolean enabled;

	private final DecodingLimits gathered;

	private final DecodingLimits streamed;

	private final ContentCodings codings;

	private final Executor executor;

	/**
	 * Makes a decoding.
	 * @param config its limits
	 * @param codings what can be decoded
	 * @param executor decodes what is streamed
	 */
	public ContentDecoding(CallConfig.Decompression config, ContentCodings codings, Executor executor) {
		this.enabled = config.enabled();
		this.gathered = new DecodingLimits(config.maxSize(), config.maxRatio());
		// Content that is not kept may have any size.
		this.streamed = new DecodingLimits(Long.MAX_VALUE, config.maxRatio());
		this.codings = codings;
		this.executor = executor;
	}

	/**
	 * Whether a response to this request is to be decoded: not if the request says so,
	 * nor if it has an accept-encoding of its own.
	 * @param request the request
	 * @return true if {@link #offer} and {@link #decode} are to be used
	 */
	public boolean appliesTo(H2Request request) {
		return this.enabled && request.decompress() && !request.headers().contains("accept-encoding")
				&& !request.headers().contains("range");
	}

	/**
	 * The request with an accept-encoding that names what can be decoded.
	 * @param request the request
	 * @return a copy
	 */
	public H2Request offer(H2Request request) {
		return request.withHeader("accept-encoding", this.codings.acceptEncoding());
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
		List<String> applied = applied(response.headers());
		byte[] body = response.body();
		if (applied.isEmpty() || body.length == 0) {
			return response;
		}
		try (ContentDecoder decoder = this.codings.decoder(applied, this.gathered)) {
			ByteArrayOutputStream decoded = new ByteArrayOutputStream(2 * Math.min(body.length, CHUNK));
			byte[] chunk = new byte[CHUNK];
			decoder.feed(ByteBuffer.wrap(body));
			while (decoder.hasMore()) {
				ByteBuffer piece = ByteBuffer.wrap(chunk);
				decoder.take(piece);
				decoded.write(chunk, 0, piece.position());
			}
			decoder.end();
			return new H2Response(response.status(), withoutEncoding(response.headers()), decoded.toByteArray(),
					response.trailers(), response.uri());
		}
	}

	/**
	 * The response with content that is decoded while it is read, or the same one if it
	 * has no content, is not encoded, or in a way that is not known. Its size is not
	 * limited here, since it is not kept.
	 * @param request what it answers
	 * @param response the response; closed if it is refused
	 * @return a response without content-encoding and content-length
	 * @throws io.conpool.error.H2ClientException with {@link H2Error.DecompressionBomb}
	 * if there are too many codings; what is wrong with the content, its reader gets
	 */
	public StreamedResponse decode(H2Request request, StreamedResponse response) {
		if (isWithoutContent(request, response)) {
			return response;
		}
		try {
			List<String> applied = applied(response.headers());
			return applied.isEmpty() ? response : new StreamedResponse(response.status(),
					withoutEncoding(response.headers()),
					new DecodedBody(response.body(), () -> this.codings.decoder(applied, this.streamed), this.executor),
					response.uri());
		}
		catch (RuntimeException ex) {
			response.close();
			throw ex;
		}
	}

	/**
	 * RFC 9110 section 6.4.1: these have fields that speak of content, and none of it.
	 */
	private static boolean isWithoutContent(H2Request request, StreamedResponse response) {
		return request.isAnsweredWithoutContent(response.status())
				|| response.headers().first("content-length").orElse("").equals("0");
	}

	/**
	 * The codings in the order in which they were applied; none if one of them is not
	 * known.
	 */
	private List<String> applied(HttpHeaders headers) {
		if (!headers.contains("content-encoding")) {
			return List.of();
		}
		List<String> names = new ArrayList<>();
		for (String value : headers.all("content-encoding")) {
			for (String coding : value.split(",", -1)) {
				String name = coding.trim().toLowerCase(Locale.ROOT);
				if (!name.isEmpty() && !name.equals("identity")) {
					names.add(name);
				}
			}
		}
		if (names.size() > MAX_CODINGS) {
			throw this.gathered.breach();
		}
		return this.codings.know(names) ? names : List.of();
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
