package io.conpool.test;

import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.conpool.error.Http2ErrorCode;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP/2 server on a free port of this machine for tests of code that calls
 * {@link io.conpool.H2Client}. It answers as the test says, remembers what it was asked,
 * and fails on demand as only HTTP/2 servers can.
 *
 * <pre class="code">
 * try (MockH2Server server = MockH2Server.start()) {
 *     server.respond("GET", "/orders/1", MockResponse.json("{\"id\":1}"));
 *     server.refuseNext();
 *     client.get(server.baseUrl() + "/orders/1");    // refused, and replayed
 *     assertThat(server.requests()).hasSize(2);
 * }
 * </pre>
 *
 * A request is answered when it has arrived to its end: by what was said about the next
 * request, else by what was said about its method and path, else with status 404 and a
 * text that says what there are answers for. It is recorded before, so that whoever has
 * the response finds the request, too. HTTP/1.1 is not spoken. Safe for use by several
 * threads.
 */
public final class MockH2Server implements AutoCloseable {

	private static final Duration WAIT = Duration.ofSeconds(10);

	private final Map<Target, MockResponse> responses = new ConcurrentHashMap<>();

	private final Queue<Answer> next = new ConcurrentLinkedQueue<>();

	private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

	private final BlockingQueue<RecordedRequest> untaken = new LinkedBlockingQueue<>();

	private final @Nullable ServerCertificate certificate;

	private final ServerChannels channels;

	private MockH2Server(@Nullable ServerCertificate certificate) {
		this.certificate = certificate;
		this.channels = new ServerChannels((certificate != null) ? certificate.serverContext() : null, this::answer);
	}

	/**
	 * Starts a server in cleartext, where HTTP/2 is spoken by prior knowledge.
	 * @return the server, to be closed
	 */
	public static MockH2Server start() {
		return new MockH2Server(null);
	}

	/**
	 * Starts a server with TLS and ALPN, and a certificate that is made for it: see
	 * {@link #trustStore()}.
	 * @return the server, to be closed
	 */
	public static MockH2Server startTls() {
		return new MockH2Server(ServerCertificate.make());
	}

	/**
	 * Where the server is.
	 * @return its URL without a path, as in {@code http://127.0.0.1:40123}
	 */
	public String baseUrl() {
		return (tls() ? "https" : "http") + "://" + NetUtil.toSocketAddressString(this.channels.address());
	}

	/**
	 * Whether the server speaks TLS.
	 * @return true if so, false for cleartext
	 */
	public boolean tls() {
		return this.certificate != null;
	}

	/**
	 * A store with the server's certificate, for clients to trust it.
	 * @return a new store
	 * @throws IllegalStateException if the server speaks cleartext
	 */
	public KeyStore trustStore() {
		if (this.certificate == null) {
			throw new IllegalStateException("the server speaks cleartext and has no certificate");
		}
		return this.certificate.trustStore();
	}

	// What it answers

	/**
	 * Answers every request of a method for a path, in place of what was said about them
	 * before.
	 * @param method the method, case-sensitive
	 * @param path the path, from its slash on. With a query, it is for requests with
	 * exactly this one; without, for those with any query or none that are not answered
	 * otherwise
	 * @param response the response
	 * @return this
	 * @throws IllegalArgumentException if the path has no slash in front
	 */
	public MockH2Server respond(String method, String path, MockResponse response) {
		if (!path.startsWith("/")) {
			throw new IllegalArgumentException("path: " + path + " (expected: a slash in front)");
		}
		this.responses.put(new Target(method, path), Objects.requireNonNull(response, "response"));
		return this;
	}

	/**
	 * Answers the next request, whatever it is. What is said about next requests is done
	 * in its order, each once.
	 * @param response the response
	 * @return this
	 */
	public MockH2Server respondNext(MockResponse response) {
		return next(Answer.response(Objects.requireNonNull(response, "response")));
	}

	/**
	 * Refuses the next request by REFUSED_STREAM: the client may send it again, whatever
	 * its method (RFC 9113 section 8.7).
	 * @return this
	 */
	public MockH2Server refuseNext() {
		return resetNext(Http2ErrorCode.REFUSED_STREAM);
	}

	/**
	 * Resets the stream of the next request (RFC 9113 section 6.4).
	 * @param code the code of RST_STREAM
	 * @return this
	 */
	public MockH2Server resetNext(Http2ErrorCode code) {
		return next(Answer.reset(Objects.requireNonNull(code, "code")));
	}

	/**
	 * Leaves the next request without an answer; its stream stays open until the client
	 * resets it, {@link #forget()} does, or the server is closed.
	 * @return this
	 */
	public MockH2Server hangNext() {
		return next(Answer.nothing());
	}

	private MockH2Server next(Answer answer) {
		this.next.add(answer);
		return this;
	}

	/**
	 * Sends GOAWAY with NO_ERROR on every connection that is open now, as a server does
	 * that is about to stop (RFC 9113 section 6.8). Requests that have arrived on them
	 * are still answered; new ones are expected over new connections, which are accepted.
	 * Returns when it was written.
	 */
	public void goAway() {
		this.channels.goAway();
	}

	// What it was asked

	/**
	 * The next request in the order of their arrival; waits for it up to 10 seconds.
	 * @return the first request that was not taken yet
	 * @throws AssertionError if none arrives
	 */
	public RecordedRequest takeRequest() {
		return takeRequest(WAIT);
	}

	/**
	 * The next request in the order of their arrival; waits for it.
	 * @param timeout the longest wait; 0 for none
	 * @return the first request that was not taken yet
	 * @throws AssertionError if none arrives, or the thread is interrupted
	 */
	public RecordedRequest takeRequest(Duration timeout) {
		try {
			RecordedRequest request = this.untaken.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
			if (request == null) {
				throw new AssertionError("no request within " + timeout.toMillis() + " ms; before: " + this.requests);
			}
			return request;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted while waiting for a request", ex);
		}
	}

	/**
	 * All requests in the order of their arrival, taken or not.
	 * @return a snapshot
	 */
	public List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	/** Called on the event loop. */
	private Answer answer(RecordedRequest request) {
		// Chosen before the test can know of the request: what it says then, or forgets,
		// concerns later ones.
		Answer planned = this.next.poll();
		Answer answer = (planned != null) ? planned : Answer.response(response(request));
		this.requests.add(request);
		this.untaken.add(request);
		return answer;
	}

	private MockResponse response(RecordedRequest request) {
		Target target = new Target(request.method(), request.path());
		MockResponse exact = this.responses.get(target);
		MockResponse found = (exact != null) ? exact : this.responses.get(target.withoutQuery());
		return (found != null) ? found
				: MockResponse.text("no answer for " + target + ", only for " + this.responses.keySet())
					.withStatus(404);
	}

	/**
	 * Forgets all that was said and asked until now, so that a test begins as with a new
	 * server. Streams that are open are reset with CANCEL; connections stay.
	 */
	public void forget() {
		this.next.clear();
		this.responses.clear();
		this.channels.cancelStreams();
		this.requests.clear();
		this.untaken.clear();
	}

	/**
	 * Closes the socket and all connections, and ends the server's thread.
	 */
	@Override
	public void close() {
		this.channels.close();
	}

	/**
	 * What answers are chosen by. Immutable.
	 *
	 * @param method the method
	 * @param path the path, with or without a query
	 */
	private record Target(String method, String path) {

		Target withoutQuery() {
			int query = this.path.indexOf('?');
			return (query < 0) ? this : new Target(this.method, this.path.substring(0, query));
		}

		@Override
		public String toString() {
			return this.method + " " + this.path;
		}

	}

}
