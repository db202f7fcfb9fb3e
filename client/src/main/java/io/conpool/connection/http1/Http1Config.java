package io.conpool.connection.http1;

import static io.conpool.error.InvalidSettingException.require;

/**
 * The limits that this client keeps in HTTP/1.1. Immutable.
 *
 * @param maxHeaderSize largest head of a response, and largest trailers, in bytes, 1,024
 * or more; default 64 KiB
 * @param maxResponseBodySize largest body of a response that is gathered, in bytes, as it
 * is on the wire, 0 to 2^31-9; default 16 MiB
 * @param readAhead how many bytes of a response may wait for their reader before the
 * socket is no longer read, 1 or more; default 1 MiB
 */
public record Http1Config(int maxHeaderSize, int maxResponseBodySize, int readAhead) {

	public Http1Config {
		require(maxHeaderSize >= 1024, "http1.maxHeaderSize", maxHeaderSize, "1024 bytes or more");
		require(maxResponseBodySize >= 0 && maxResponseBodySize <= Integer.MAX_VALUE - 8, "http1.maxResponseBodySize",
				maxResponseBodySize, "0 to 2147483639 bytes");
		require(readAhead >= 1, "http1.readAhead", readAhead, "1 byte or more");
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static Http1Config defaults() {
		return new Http1Config(64 << 10, 16 << 20, 1 << 20);
	}

}
