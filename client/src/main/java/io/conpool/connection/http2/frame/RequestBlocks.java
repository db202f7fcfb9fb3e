package io.conpool.connection.http2.frame;

import java.util.function.BiConsumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the heads and trailers of requests (RFC 9113 sections 8.2 and 8.3.1) as the
 * peer accepts them. Confined to the connection's event loop.
 */
final class RequestBlocks {

	private static final int INITIAL_LENGTH = 512;

	// What most blocks need is kept for the next one.
	private static final int MOST_LENGTH_KEPT = 16 * 1024;

	// RFC 7541 section 7.1.3: a short secret in the compression table can be guessed; a
	// long one cannot.
	private static final int SHORT_COOKIE = 20;

	/** Which fields must not enter the compression table. */
	private static final Http2HeadersEncoder.SensitivityDetector SENSITIVE = (name, value) -> switch (name.toString()) {
		case "authorization", "proxy-authorization" -> true;
		case "cookie" -> value.length() < SHORT_COOKIE;
		default -> false;
	};

	private final int maxTableSize;

	// The limit of the list is not left to the codec, which then forgets the table sizes
	// that it has to announce.
	private final DefaultHttp2HeadersEncoder hpack = new DefaultHttp2HeadersEncoder(SENSITIVE, true);

	private final RequestFields fields = new RequestFields();

	private final BiConsumer<String, String> append = this.fields::append;

	// On the heap, so that nobody has to release it.
	private ByteBuf block = Unpooled.buffer(INITIAL_LENGTH);

	private long tableSize = FrameFormat.INITIAL_HEADER_TABLE_SIZE;

	// The smallest since the last block.
	private long smallestTableSize = FrameFormat.INITIAL_HEADER_TABLE_SIZE;

	private long maxListSize = Long.MAX_VALUE;

	// Nearly always the same; its text has to be put together.
	private @Nullable Endpoint origin;

	private AsciiString authority = AsciiString.EMPTY_STRING;

	RequestBlocks(int maxTableSize) {
		this.maxTableSize = maxTableSize;
	}

	/** An encoder may keep less than it is allowed to (RFC 7541 section 4.2). */
	void tableSize(long allowed) {
		this.tableSize = Math.min(allowed, this.maxTableSize);
		this.smallestTableSize = Math.min(this.smallestTableSize, this.tableSize);
	}

	void maxListSize(long size) {
		this.maxListSize = size;
	}

	/** The block of a request's head, or null if the peer would not accept it. */
	@Nullable ByteBuf head(H2Request request) {
		this.fields.begin();
		this.fields.append(PseudoHeaderName.METHOD.value(), request.method());
		this.fields.append(PseudoHeaderName.SCHEME.value(), request.endpoint().scheme().text());
		this.fields.append(PseudoHeaderName.AUTHORITY.value(), authority(request.endpoint()));
		this.fields.append(PseudoHeaderName.PATH.value(), request.path());
		request.headers().forEach(this.append);
		return encode();
	}

	/** The block of a request's trailers, or null if the peer would not accept it. */
	@Nullable ByteBuf trailers(HttpHeaders trailers) {
		this.fields.begin();
		trailers.forEach(this.append);
		return encode();
	}

	private AsciiString authority(Endpoint endpoint) {
		if (!endpoint.equals(this.origin)) {
			this.origin = endpoint;
			this.authority = AsciiString.of(endpoint.authority());
		}
		return this.authority;
	}

	/** Valid until the next one. */
	private @Nullable ByteBuf encode() {
		if (this.maxListSize != Long.MAX_VALUE && this.fields.listSize() > this.maxListSize) {
			return null;
		}
		if (this.block.capacity() > MOST_LENGTH_KEPT) {
			this.block = Unpooled.buffer(INITIAL_LENGTH);
		}
		this.block.clear();
		try {
			announceTableSize();
			// The stream's id is for the message of an error alone.
			this.hpack.encodeHeaders(0, this.fields, this.block);
		}
		catch (Http2Exception ex) {
			throw new IllegalStateException(ex);
		}
		return this.block;
	}

	/**
	 * RFC 7541 section 4.2: of all changes since the last block, the smallest and the
	 * last. Does nothing if there was none.
	 */
	private void announceTableSize() throws Http2Exception {
		this.hpack.maxHeaderTableSize(this.smallestTableSize);
		this.hpack.maxHeaderTableSize(this.tableSize);
		this.smallestTableSize = this.tableSize;
	}

}
