package io.conpool.call;

import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ContentReceiver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.FakeExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.conpool.call.CallFixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call that follows redirects: several requests, one deadline, one outcome.
 */
class CallRedirectTests {

	private static final H2Error REFUSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private static final H2Error LOST = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null);

	private final CallFixture fixture = new CallFixture().connectsAtOnce();

	private static H2Request.Builder request(String method) {
		return H2Request.builder(method, URI.create("https://example.org/path")).redirects(2);
	}

	private static HttpHeaders to(String location) {
		return HttpHeaders.builder().add("location", location).build();
	}

	private FakeExchange start(H2Request.Builder request) {
		this.fixture.start(request.build(), LIMIT, new CallListener() {
		});
		return this.fixture.exchange().sent();
	}

	/** Answers the last exchange with a redirect; returns the one that follows. */
	private FakeExchange redirect(int status, String location) {
		this.fixture.exchange().head(status, to(location));
		this.fixture.exchange().endContent();
		return this.fixture.exchange();
	}

	@Test
	void withoutFurtherWordsARedirectIsAResponseLikeAnyOther() {
		FakeExchange exchange = start(request("GET").redirects(0));
		assertThat(exchange.head(302, to("/next"))).isNull();
		exchange.respond(302);
		assertThat(this.fixture.status()).isEqualTo(302);
		assertThat(this.fixture.exchanges()).hasSize(1);
	}

	@Test
	void theRequestThatFollowsIsSentWhereTheRedirectLeads() {
		start(request("POST").body(RequestBody.utf8("content")));
		FakeExchange next = redirect(303, "https://other.example.org/next");
		assertThat(this.fixture.handler.lastDial().endpoint()).hasToString("https://other.example.org:443");
		assertThat(next.request()).returns("GET", H2Request::method).returns("/next", H2Request::path);
		next.respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
		assertThat(this.fixture.response().uri()).hasToString("https://other.example.org/next");
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void asManyAreFollowedAsTheRequestSays() {
		start(request("GET"));
		redirect(302, "/1");
		redirect(301, "/2");
		FakeExchange last = this.fixture.exchange();
		assertThat(last.head(302, to("/3"))).isNull();
		last.respond(302);
		assertThat(this.fixture.status()).isEqualTo(302);
		assertThat(this.fixture.response().uri()).hasToString("https://example.org/2");
		assertThat(this.fixture.exchanges()).hasSize(3);
	}

	@Test
	void aRedirectThatIsNotFollowedIsTheResponse() {
		Flow.Publisher<ByteBuffer> once = (subscriber) -> {
		};
		FakeExchange exchange = start(request("POST").body(RequestBody.publisher(once, -1)));
		assertThat(exchange.head(307, to("/next"))).isNull();
		exchange.respond(307);
		assertThat(this.fixture.status()).isEqualTo(307);
	}

	@Test
	void contentThatIsReadByBlockingIsSentAgain() {
		start(request("PUT").body(RequestBody.inputStream(InputStream::nullInputStream, -1)));
		FakeExchange next = redirect(308, "/next");
		assertThat(next.request().body().isReplayable()).isTrue();
		assertThat(next.request().body().length()).isEqualTo(-1);
	}

	@Test
	void aStreamedCallFollowsToo() {
		start(request("GET").redirects(0)).respond(200);
		CompletableFuture<Outcome<StreamedResponse>> outcome = Call
			.streamed(request("GET").build(), this.fixture.context())
			.start();
		FakeExchange next = redirect(302, "/next");
		assertThat(outcome).isNotDone();
		next.head(200).onContent(7, ByteBuffer.wrap("content".getBytes())::get);
		next.endContent();
		StreamedResponse response = outcome.join().orThrow();
		assertThat(response.uri()).hasToString("https://example.org/next");
		assertThat(response.body().bytes(10).join()).asString().isEqualTo("content");
	}

	// The redirect's content

	@Test
	void theStreamOfARedirectIsThroughBeforeTheNextBegins() {
		CallFixture narrow = new CallFixture(1, (config) -> {
		}).connectsAtOnce();
		narrow.start(request("GET").build(), LIMIT, new CallListener() {
		});
		FakeExchange exchange = narrow.exchange();
		ContentReceiver content = exchange.head(302, to("/next"));
		content.onContent(1000, ByteBuffer.allocate(1000)::get);
		assertThat(narrow.exchanges()).hasSize(1);
		exchange.endContent();
		assertThat(narrow.exchanges()).hasSize(2);
		assertThat(narrow.stats().openStreams()).isOne();
		narrow.exchange().respond(200);
		assertThat(narrow.status()).isEqualTo(200);
		assertThat(narrow.response().body()).isEmpty();
		assertThat(narrow.stats().openStreams()).isZero();
	}

	@Test
	void aLongOneIsGivenUp() {
		FakeExchange exchange = start(request("GET"));
		ContentReceiver content = exchange.head(302, to("/next"));
		content.onContent(64 * 1024, ByteBuffer.allocate(64 * 1024)::get);
		assertThat(exchange.cancelledWith()).isNull();
		content.onContent(1, ByteBuffer.allocate(1)::get);
		assertThat(exchange.cancelledWith()).isInstanceOf(H2Error.Cancelled.class);
		assertThat(this.fixture.exchanges()).hasSize(2);
	}

	@Test
	void oneThatBreaksOffIsNotMissed() {
		FakeExchange exchange = start(request("GET"));
		exchange.head(302, to("/next"));
		exchange.fail(LOST);
		assertThat(this.fixture.exchanges()).hasSize(2);
	}

	@Test
	void oneThatStopsComingIsNotWaitedForLongerThanAnyOther() {
		this.fixture.settings.idleTimeout(Duration.ofSeconds(1));
		FakeExchange exchange = start(request("GET"));
		exchange.head(302, to("/next"));
		this.fixture.scheduler.advance(Duration.ofSeconds(1));
		assertThat(exchange.cancelledWith()).isInstanceOf(H2Error.IdleTimeout.class);
		assertThat(this.fixture.exchanges()).hasSize(2);
	}

	// One deadline

	@Test
	void allRequestsShareTheDeadline() {
		start(request("GET"));
		this.fixture.scheduler.advance(LIMIT.minusNanos(1));
		FakeExchange next = redirect(302, "/next");
		this.fixture.scheduler.advance(Duration.ofNanos(1));
		assertThat(next.cancelledWith()).isInstanceOf(H2Error.Timeout.class);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Timeout(LIMIT, true));
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aDeadlineThatPassesDuringTheRedirectsContentLeadsNowhere() {
		start(request("GET")).head(302, to("/next"));
		this.fixture.scheduler.advance(LIMIT);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Timeout(LIMIT, true));
		assertThat(this.fixture.exchanges()).hasSize(1);
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aCallThatIsCancelledDuringTheRedirectsContentFollowsNothing() {
		FakeExchange exchange = start(request("GET"));
		exchange.head(302, to("/next"));
		this.fixture.call().cancel();
		assertThat(exchange.cancelledWith()).isInstanceOf(H2Error.Cancelled.class);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Cancelled(true));
		assertThat(this.fixture.exchanges()).hasSize(1);
		assertThat(this.fixture.stats().openStreams()).isZero();
		assertThat(this.fixture.timers()).isZero();
	}

	// Whether a server can have acted

	@Test
	void whatFollowsAndIsNotSentDoesNotUndoThatTheRedirectWasGiven() {
		CallFixture slow = new CallFixture();
		slow.start(request("POST").build(), LIMIT, new CallListener() {
		});
		FakeExchange first = slow.handler.lastDial().succeed().lastExchange();
		first.head(303, to("https://other.example.org/"));
		first.endContent();
		H2Error refused = new H2Error.TlsHandshakeFailed(slow.handler.lastDial().endpoint(), "untrusted", false, null);
		slow.handler.lastDial().fail(refused);
		assertThat(slow.error()).isEqualTo(new H2Error.RedirectFailed(refused));
		assertThat(slow.error().isUnprocessed()).isFalse();
	}

	@Test
	void aCallThatIsCancelledWhileTheNextWaitsIsNotSaidToBeUnsent() {
		CallFixture slow = new CallFixture();
		slow.start(request("POST").build(), LIMIT, new CallListener() {
		});
		FakeExchange first = slow.handler.lastDial().succeed().lastExchange();
		first.head(303, to("https://other.example.org/"));
		first.endContent();
		slow.call().cancel();
		assertThat(slow.error()).isEqualTo(new H2Error.Cancelled(true));
	}

	@Test
	void whatTheNextServerMayHaveProcessedIsTheOutcome() {
		start(request("POST"));
		redirect(303, "/next").fail(LOST);
		assertThat(this.fixture.error()).isSameAs(LOST);
	}

	// Replays and retries

	@Test
	void everyRequestHasItsOwnReplays() {
		start(request("POST"));
		for (int i = 0; i < CallFixture.MAX_REPLAYS; i++) {
			this.fixture.exchange().fail(REFUSED);
			this.fixture.passReplayPause();
		}
		redirect(307, "/next");
		for (int i = 0; i < CallFixture.MAX_REPLAYS; i++) {
			this.fixture.exchange().fail(REFUSED);
			this.fixture.passReplayPause();
		}
		assertThat(this.fixture.exchange().request().path()).isEqualTo("/next");
		this.fixture.exchange().fail(REFUSED);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.RedirectFailed(REFUSED));
	}

	@Test
	void aPostThatBecameAGetMayBeRetried() {
		this.fixture.settings.maxRetries(1);
		start(request("POST"));
		redirect(303, "/next").fail(LOST);
		this.fixture.scheduler.advance(LIMIT.dividedBy(2));
		assertThat(this.fixture.exchanges()).hasSize(3);
		assertThat(this.fixture.exchange().request()).returns("GET", H2Request::method)
			.returns("/next", H2Request::path);
	}

	// Routes

	@Test
	void everyRequestIsRoutedAnew() {
		List<String> told = new ArrayList<>();
		CallFixture routed = new CallFixture().connectsAtOnce().routing((request, failed) -> {
			told.add("route " + request.uri() + ((failed != null) ? " again" : ""));
			return CompletableFuture.completedFuture(new Route() {
				@Override
				public Endpoint endpoint() {
					return new Endpoint(Endpoint.Scheme.HTTP, "instance", 8080);
				}

				@Override
				public void onEnd(int status, @Nullable H2Error error) {
					told.add("end " + status + ((error != null) ? " failed" : ""));
				}
			});
		});
		routed.start(H2Request.get("http://orders/path").redirects(1).build(), LIMIT, new CallListener() {
		});
		routed.exchange().head(302, to("/next"));
		routed.exchange().endContent();
		routed.exchange().respond(200);
		assertThat(told).containsExactly("route http://orders/path", "end 302", "route http://orders/next", "end 200");
		assertThat(routed.response().uri()).hasToString("http://orders/next");
	}

}
