package io.conpool.benchmarks.server;

/**
 * What the server offers, each on a port of its own: since the port says what is asked
 * for, header blocks need not be decoded.
 */
public enum Site {

	/** 100 bytes, 1,000 streams per connection. */
	SMALL(100, 1_000, false),

	/** 100 bytes, 1,000 streams per connection, over TLS. */
	TLS(100, 1_000, true),

	/** 100 bytes, 100 streams per connection. */
	LIMITED(100, 100, false),

	/** 100 bytes, 1 stream per connection. */
	SINGLE(100, 1, false),

	/** 1 MiB. */
	LARGE(1024 * 1024, 1_000, false),

	/** As the small one, but of nghttpd. */
	NGHTTPD(100, 1_000, false);

	private final int size;

	private final int maxStreams;

	private final boolean tls;

	Site(int size, int maxStreams, boolean tls) {
		this.size = size;
		this.maxStreams = maxStreams;
		this.tls = tls;
	}

	/**
	 * How long each response is.
	 * @return bytes of content
	 */
	public int size() {
		return this.size;
	}

	/**
	 * How many streams a client may have open on one connection.
	 * @return SETTINGS_MAX_CONCURRENT_STREAMS
	 */
	public int maxStreams() {
		return this.maxStreams;
	}

	/**
	 * Whether it is reached by https, else by http.
	 * @return true if so
	 */
	public boolean isTls() {
		return this.tls;
	}

}
