package io.conpool.benchmarks;

import io.conpool.benchmarks.server.Site;
import org.jspecify.annotations.Nullable;

/**
 * What is measured. A request gets 100 bytes unless something else is said.
 */
public enum Workload {

	/** Small requests on one connection. */
	W1("GET, 100 in flight, 1 connection", Site.SMALL, Pace.CLOSED, 100, 1),

	/** The same with another server. */
	W1_NGHTTPD("GET, 100 in flight, 1 connection, the server is nghttpd", Site.NGHTTPD, Pace.CLOSED, 100, 1),

	/** The same over TLS. */
	W2("GET, 100 in flight, 1 connection, TLS", Site.TLS, Pace.CLOSED, 100, 1),

	/** The same over TLS without native code. */
	W2_JDK_TLS("GET, 100 in flight, 1 connection, TLS of the JDK", Site.TLS, Pace.CLOSED, 100, 1),

	/** More requests than one connection can bear. */
	W3("GET, 1,000 in flight, 100 streams per connection, up to 10 connections", Site.LIMITED, Pace.CLOSED, 1_000, 10),

	/** Small requests with content. */
	W4("POST of 1 KiB, 100 in flight, 1 connection", Site.SMALL, Pace.CLOSED, 100, 1),

	/** Large responses. */
	W5_DOWN("GET of 1 MiB, 8 in flight, 1 connection, heap of 128 MiB", Site.LARGE, Pace.CLOSED, 8, 1),

	/** Large requests. */
	W5_UP("POST of 1 MiB, 8 in flight, 1 connection, heap of 128 MiB", Site.SMALL, Pace.CLOSED, 8, 1),

	/** Threads that wait. */
	W6("GET, 64 platform threads that wait, 1 connection", Site.SMALL, Pace.PLATFORM_THREADS, 64, 1),

	/** Virtual threads that wait. */
	W6_VIRTUAL("GET, 256 virtual threads that wait, 1 connection", Site.SMALL, Pace.VIRTUAL_THREADS, 256, 1),

	/** Very many virtual threads that wait. */
	W6_10000("GET, 10,000 virtual threads that wait, up to 10 connections", Site.SMALL, Pace.VIRTUAL_THREADS, 10_000,
			10),

	/** Latency at a given rate. */
	W7("GET, 5,000 per second, 1 connection", Site.SMALL, Pace.OPEN, 5_000, 1),

	/** Threads that wait in Spring's RestClient. */
	W8_REST("GET by RestClient, 64 platform threads that wait, 1 connection", Site.SMALL, Pace.PLATFORM_THREADS, 64, 1),

	/** Spring's WebClient. */
	W8_WEB("GET by WebClient, 100 in flight, 1 connection", Site.SMALL, Pace.CLOSED, 100, 1),

	/** One endpoint, what W9 is compared with. */
	W9_ONE("GET, 1 endpoint with 100 in flight and 1 connection", Site.SMALL, Pace.CLOSED, 100, 1),

	/** Many endpoints, each with as much to do. */
	W9("GET, 100 endpoints with 100 in flight and 1 connection each", Site.SMALL, Pace.CLOSED, 10_000, 1),

	/** One endpoint with many connections, what the next one is compared with. */
	W9_SPARSE_ONE("GET, 1 endpoint with 100 connections and 1 in flight on each", Site.SINGLE, Pace.CLOSED, 100, 100),

	/** Many endpoints with little to do. */
	W9_SPARSE("GET, 100 endpoints with 1 connection and 1 in flight on each", Site.SMALL, Pace.CLOSED, 100, 1);

	private static final int MANY_ENDPOINTS = 100;

	private final String description;

	private final Site site;

	private final Pace pace;

	private final int amount;

	private final int maxConnections;

	Workload(String description, Site site, Pace pace, int amount, int maxConnections) {
		this.description = description;
		this.site = site;
		this.pace = pace;
		this.amount = amount;
		this.maxConnections = maxConnections;
	}

	/**
	 * Name in tables.
	 * @return the name
	 */
	public String title() {
		return name().replace('_', ' ');
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
	 * How many connections a client may have to an endpoint.
	 * @return most connections
	 */
	public int maxConnections() {
		return this.maxConnections;
	}

	/**
	 * How many endpoints are called in turn.
	 * @return the number
	 */
	public int endpoints() {
		return (this == W9 || this == W9_SPARSE) ? MANY_ENDPOINTS : 1;
	}

	/**
	 * The workload that is measured in turn with this one, since the two are compared.
	 * @return that workload, or null if there is none
	 */
	public @Nullable Workload baseline() {
		return switch (this) {
			case W9 -> W9_ONE;
			case W9_SPARSE -> W9_SPARSE_ONE;
			default -> null;
		};
	}

	/**
	 * Whether it is measured with another one only.
	 * @return true if so
	 */
	public boolean isBaseline() {
		return this == W9_ONE || this == W9_SPARSE_ONE;
	}

	/**
	 * How much is sent with a request.
	 * @return bytes, 0 for GET
	 */
	public int contentLength() {
		return switch (this) {
			case W4 -> 1024;
			case W5_UP -> 1024 * 1024;
			default -> 0;
		};
	}

	/**
	 * Whether responses are read as they arrive.
	 * @return true if so, else they are gathered
	 */
	public boolean isStreamed() {
		return this == W5_DOWN;
	}

	/**
	 * Whether a request has much content, in either direction.
	 * @return true if so
	 */
	public boolean isLarge() {
		return this == W5_DOWN || this == W5_UP;
	}

	/**
	 * Whether clients that could use a TLS library in native code are not to.
	 * @return true if so
	 */
	public boolean isOnJdkTls() {
		return this == W2_JDK_TLS;
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
