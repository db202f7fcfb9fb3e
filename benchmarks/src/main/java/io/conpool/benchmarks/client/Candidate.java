package io.conpool.benchmarks.client;

import java.util.Arrays;
import java.util.function.Function;

import io.conpool.benchmarks.Workload;

/**
 * The clients that can be measured, by the names of the command line and of the results.
 */
public enum Candidate {

	/** Conpool H2 as it comes. */
	CONPOOL("conpool", "Conpool H2", ConpoolClient::withDefaults),

	/** Conpool H2 with callbacks on the event loop. */
	CONPOOL_IN_PLACE("conpool-in-place", "Conpool H2, in place", ConpoolClient::callingBackInPlace),

	/** Conpool H2 with callbacks on the event loop and no request used twice. */
	CONPOOL_NEW_REQUESTS("conpool-new-requests", "Conpool H2, in place, new requests", ConpoolClient::withNewRequests),

	/** Vert.x. */
	VERTX("vertx", "Vert.x", VertxClient::new),

	/** Apache HttpClient 5. */
	HTTPCLIENT5("httpclient5", "Apache HttpClient 5", HttpComponentsClient::new),

	/** Armeria. */
	ARMERIA("armeria", "Armeria", ArmeriaClient::new),

	/** Reactor Netty. */
	REACTOR_NETTY("reactor-netty", "Reactor Netty", ReactorNettyClient::new),

	/** Jetty. */
	JETTY("jetty", "Jetty HttpClient", JettyClient::new),

	/** The JDK's. */
	JDK("jdk", "JDK HttpClient", JdkClient::new),

	/** OkHttp. */
	OKHTTP("okhttp", "OkHttp", OkHttp::new),

	/** RestClient over Conpool H2. */
	REST_CONPOOL("rest-conpool", "RestClient, Conpool H2", RestClients::overConpool),

	/** RestClient over the JDK's client. */
	REST_JDK("rest-jdk", "RestClient, JDK HttpClient", RestClients::overJdk),

	/** RestClient over Reactor Netty. */
	REST_REACTOR_NETTY("rest-reactor-netty", "RestClient, Reactor Netty", RestClients::overReactorNetty),

	/** RestClient over Jetty. */
	REST_JETTY("rest-jetty", "RestClient, Jetty HttpClient", RestClients::overJetty),

	/** RestClient over Apache HttpClient 5, which speaks HTTP/1.1 alone there. */
	REST_HTTPCLIENT5("rest-httpclient5", "RestClient, HttpClient 5 (HTTP/1.1)", RestClients::overHttpComponents),

	/** WebClient over Conpool H2. */
	WEB_CONPOOL("web-conpool", "WebClient, Conpool H2", WebClients::overConpool),

	/** WebClient over the JDK's client. */
	WEB_JDK("web-jdk", "WebClient, JDK HttpClient", WebClients::overJdk),

	/** WebClient over Reactor Netty. */
	WEB_REACTOR_NETTY("web-reactor-netty", "WebClient, Reactor Netty", WebClients::overReactorNetty),

	/** WebClient over Jetty. */
	WEB_JETTY("web-jetty", "WebClient, Jetty HttpClient", WebClients::overJetty),

	/** WebClient over Apache HttpClient 5. */
	WEB_HTTPCLIENT5("web-httpclient5", "WebClient, HttpClient 5", WebClients::overHttpComponents);

	private final String id;

	private final String title;

	@SuppressWarnings("ImmutableEnumChecker") // refers to constructors only
	private final Function<ClientSettings, ClientUnderTest> start;

	Candidate(String id, String title, Function<ClientSettings, ClientUnderTest> start) {
		this.id = id;
		this.title = title;
		this.start = start;
	}

	/**
	 * The candidate of a name.
	 * @param id the name
	 * @return the candidate
	 */
	public static Candidate of(String id) {
		return Arrays.stream(values())
			.filter((candidate) -> candidate.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("client: " + id + " (expected: one of "
					+ Arrays.stream(values()).map(Candidate::id).toList() + ")"));
	}

	/**
	 * Whether it is Conpool H2, in any form.
	 * @return true if so, false for a peer
	 */
	public boolean isConpool() {
		return this.id.contains("conpool");
	}

	/**
	 * Whether it can take part in a workload.
	 * @param workload the workload
	 * @return true if so
	 */
	public boolean takesPartIn(Workload workload) {
		return switch (workload) {
			// The cheapest peers: the JDK's client could not, since nghttpd has no
			// upgrade
			case W1_NGHTTPD -> this == CONPOOL || this == CONPOOL_IN_PLACE || this == VERTX || this == HTTPCLIENT5;
			case W8_REST -> this.id.startsWith("rest-");
			case W8_WEB -> this.id.startsWith("web-");
			case W9, W9_ONE, W9_SPARSE, W9_SPARSE_ONE -> this == CONPOOL || this == CONPOOL_IN_PLACE;
			default -> calls(workload);
		};
	}

	private boolean calls(Workload workload) {
		boolean calledBack = workload.pace() == Workload.Pace.CLOSED || workload.pace() == Workload.Pace.OPEN;
		return switch (this) {
			case CONPOOL_IN_PLACE -> calledBack;
			case CONPOOL_NEW_REQUESTS -> workload == Workload.W1;
			case CONPOOL, VERTX, HTTPCLIENT5, ARMERIA, REACTOR_NETTY, JETTY, JDK, OKHTTP -> true;
			default -> false;
		};
	}

	/**
	 * Name in commands and results.
	 * @return the name
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Name in tables and pictures.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Makes the client.
	 * @param settings what the workload asks for
	 * @return a new client
	 */
	public ClientUnderTest start(ClientSettings settings) {
		return this.start.apply(settings);
	}

}
