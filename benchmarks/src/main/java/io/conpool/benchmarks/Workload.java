package io.conpool.benchmarks;

import io.conpool.benchmarks.server.Site;

/**
 * What is measured.
 */
public enum Workload {

	/** Small requests on one connection. */
	W1("100-byte GETs, 100 in flight, 1 connection", Site.SMALL, 0, Pace.CLOSED, 100, 1),

	/** The same over TLS. */
	W2("100-byte GETs, 100 in flight, 1 connection, TLS", Site.TLS, 0, Pace.CLOSED, 100, 1),

	/** More requests than one connection can bear. */
	W3("100-byte GETs, 1,000 in flight, 100 streams per connection, up to 10 connections", Site.LIMITED, 0, Pace.CLOSED,
			1_000, 10),

	/** Small requests with content. */
	W4("1 KiB POSTs, 100 in flight, 1 connection", Site.SMALL, 1024, Pace.CLOSED, 100, 1),

	/** Large responses. */
	W5_DOWN("1 MiB downloads, 8 in flight, 1 connection", Site.LARGE, 0, Pace.CLOSED, 8, 1),

	/** Large requests. */
	W5_UP("1 MiB uploads, 8 in flight, 1 connection", Site.SMALL, 1024 * 1024, Pace.CLOSED, 8, 1),

	/** Threads that wait. */
	W6_THREADS("100-byte GETs, 64 platform threads that wait, 1 connection", Site.SMALL, 0, Pace.PLATFORM_THREADS, 64,
			1),

	/** Virtual threads that wait. */
	W6_VIRTUAL("100-byte GETs, 256 virtual threads that wait, 1 connection", Site.SMALL, 0, Pace.VIRTUAL_THREADS, 256,
			1),

	/** Very many virtual threads that wait. */
	W6_10000("100-byte GETs, 10,000 virtual threads that wait, up to 10 connections", Site.SMALL, 0,
			Pace.VIRTUAL_THREADS, 10_000, 10),

	/** Latency at a given rate. */
	W7("100-byte GETs, 5,000 per second, 1 connection", Site.SMALL, 0, Pace.OPEN, 5_000, 1);

	private final String description;

	private final Site site;

	private final int contentLength;

	private final Pace pace;

	private final int amount;

	private final int maxConnections;

	Workload(String description, Site site, int contentLength, Pace pace, int amount, int maxConnections) {
		this.description = description;
		this.site = site;
		this.contentLength = contentLength;
		this.pace = pace;
		this.amount = amount;
		this.maxConnections = maxConnections;
	}

	/**
	 * What it is, in a line.
	 * @return the text
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Where requests go.
	 * @return the part of the server
	 */
	public Site site() {
		return this.site;
	}

	/**
	 * How much is sent with a request.
	 * @return bytes, 0 for GET
	 */
	public int contentLength() {
		return this.contentLength;
	}

	/**
	 * When the next request begins.
	 * @return the pace
	 */
	public Pace pace() {
		return this.pace;
	}

	/**
	 * How many requests are under way, threads wait, or requests begin in a second.
	 * @return the number
	 */
	public int amount() {
		return this.amount;
	}

	/**
	 * How many connections a client may have.
	 * @return most connections
	 */
	public int maxConnections() {
		return this.maxConnections;
	}

	/**
	 * Whether responses are read as they arrive.
	 * @return true if so, else they are gathered
	 */
	public boolean isStreamed() {
		return this.site == Site.LARGE;
	}

	/** When the next request begins. */
	public enum Pace {

		/** When one ends, where it ends. */
		CLOSED,

		/** When one ends, in one of many threads that wait. */
		PLATFORM_THREADS,

		/** The same with virtual threads. */
		VIRTUAL_THREADS,

		/** At its time, whatever has become of those before. */
		OPEN

	}

}
