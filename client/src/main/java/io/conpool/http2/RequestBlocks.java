package io.conpool.http2;

import java.util.function.BiConsumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.hpack.HpackEncoder;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the heads and trailers of requests (RFC 9113 sections 8.2 and 8.3.1) as the
 * peer accepts them. Confined to the connection's event loop.
 */
final class RequestBlocks {

	private static final int FIELD_OVERHEAD = 32;

	private final int maxTableSize;

	private final HpackEncoder hpack = new HpackEncoder((int) PeerSettings.INITIAL.headerTableSize());

	private final BiConsumer<String, String> add = this.hpack::add;

	private long maxListSize = PeerSettings.INITIAL.maxHeaderListSize();

	// Nearly always the same; its text has to be put together.
	private @Nullable Endpoint origin;

	private String authority = "";

	RequestBlocks(int maxTableSize) {
		this.maxTableSize = maxTableSize;
	}

	/** An encoder may keep less than it is allowed to (RFC 7541 section 4.2). */
	void tableSize(long allowed) {
		this.hpack.tableSize((int) Math.min(allowed, this.maxTableSize));
	}

	void maxListSize(long size) {
		this.maxListSize = size;
	}

	/** Makes the block of a request's head; false if the peer would not accept it. */
	boolean head(H2Request request) {
		String named = authority(request.endpoint());
		if (this.maxListSize != Long.MAX_VALUE && listSize(request, named) > this.maxListSize) {
			return false;
		}
		this.hpack.begin();
		this.hpack.add(":method", request.method());
		this.hpack.add(":scheme", request.endpoint().scheme().text());
		this.hpack.add(":authority", named);
		this.hpack.add(":path", request.path());
		request.headers().forEach(this.add);
		return true;
	}

	/** Makes the block of a request's trailers; false if the peer would not accept it. */
	boolean trailers(HttpHeaders fields) {
		if (this.maxListSize != Long.MAX_VALUE && listSize(fields) > this.maxListSize) {
			return false;
		}
		this.hpack.begin();
		fields.forEach(this.add);
		return true;
	}

	private String authority(Endpoint endpoint) {
		if (!endpoint.equals(this.origin)) {
			this.origin = endpoint;
			this.authority = endpoint.authority();
		}
		return this.authority;
	}

	private static long listSize(H2Request request, String authority) {
		return size(":method", request.method()) + size(":scheme", request.endpoint().scheme().text())
				+ size(":authority", authority) + size(":path", request.path()) + listSize(request.headers());
	}

	/** As SETTINGS_MAX_HEADER_LIST_SIZE counts (section 6.5.2). */
	private static long listSize(HttpHeaders fields) {
		long[] size = { 0 };
		fields.forEach((name, value) -> size[0] += size(name, value));
		return size[0];
	}

	private static long size(String name, String value) {
		return (long) name.length() + value.length() + FIELD_OVERHEAD;
	}

	/** The block that was made last, from the beginning of the array on. */
	byte[] block() {
		return this.hpack.block();
	}

	/** Its length. */
	int length() {
		return this.hpack.length();
	}

}
