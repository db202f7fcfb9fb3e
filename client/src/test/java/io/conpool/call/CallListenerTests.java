package io.conpool.call;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.CallLedger;
import io.conpool.testing.FakeExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.conpool.call.CallFixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener hears once of the beginning and once of the end of every call, on every path
 * that there is.
 */
class CallListenerTests {

	private static final H2Error REFUSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private static final H2Error LOST = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null);

	private final CallLedger ledger = new CallLedger();

	private final CallFixture fixture = new CallFixture();

	@AfterEach
	void theAccountsAddUp() {
		assertThat(this.ledger.faults()).isEmpty();
		assertThat(this.ledger.begun()).as("begun").isOne();
		assertThat(this.ledger.running()).as("begun and not ended").isZero();
		assertThat(this.ledger.ends()).as("ends").hasSize(1);
	}

	private void start() {
		start(CallFixture.request("GET"));
	}

	private void start(H2Request request) {
		this.fixture.start(request, LIMIT, this.ledger);
	}

	private FakeExchange exchange() {
		this.fixture.connectsAtOnce();
		start();
		return this.fixture.exchange().sent();
	}

	private void assertEndedWith(String end) {
		assertThat(this.ledger.ends()).containsExactly(end);
	}

	@Test
	void ofAResponse() {
		FakeExchange exchange = exchange();
		assertThat(this.ledger.running()).isOne();
		exchange.respond(404);
		assertEndedWith("404 whole");
	}

	@Test
	void beforeTheCallerHasTheOutcome() {
		this.fixture.connectsAtOnce();
		List<Integer> running = new ArrayList<>();
		this.fixture.start(CallFixture.request("GET"), LIMIT, this.ledger)
			.thenAccept((outcome) -> running.add(this.ledger.running()));
		this.fixture.exchange().respond(200);
		assertThat(running).containsExactly(0);
	}

	@Test
	void ofAFailure() {
		exchange().fail(LOST);
		assertEndedWith("0 connection_lost");
	}

	@Test
	void ofContentThatIsGatheredAndFails() {
		FakeExchange exchange = exchange();
		exchange.head(200);
		exchange.fail(new H2Error.BodyTooLarge(1));
		assertEndedWith("0 body_too_large");
	}

	@Test
	void ofAReplayOnlyOnce() {
		exchange().fail(REFUSED);
		assertThat(this.ledger.ends()).isEmpty();
		this.fixture.exchange().respond(200);
		assertEndedWith("200 whole");
	}

	@Test
	void ofADialThatFails() {
		start();
		this.fixture.handler.lastDial().fail(new H2Error.ConnectionTimeout(CallFixture.ENDPOINT, LIMIT));
		assertEndedWith("0 connection_timeout");
	}

	@Test
	void ofAPoolThatIsClosed() {
		this.fixture.pool.closeAsync();
		start();
		assertEndedWith("0 client_closed");
	}

	@Test
	void ofAPoolThatClosesWhileTheCallWaits() {
		start();
		this.fixture.pool.closeAsync();
		assertEndedWith("0 client_closed");
	}

	@Test
	void ofAnExchangeThatCannotBegin() {
		this.fixture.handler.onExchange((exchange) -> {
			throw new IllegalStateException();
		});
		this.fixture.connectsAtOnce();
		start();
		assertEndedWith("0 connection_lost");
	}

	@Test
	void ofACancellingWhileItWaits() {
		start();
		this.fixture.call().cancel();
		this.fixture.call().cancel();
		assertEndedWith("0 cancelled");
	}

	@Test
	void ofACancellingDuringTheExchange() {
		FakeExchange exchange = exchange();
		this.fixture.call().cancel();
		exchange.respond(200);
		assertEndedWith("0 cancelled");
	}

	@Test
	void ofADeadlineThatPassesWhileItWaits() {
		start();
		this.fixture.scheduler.advance(LIMIT);
		assertEndedWith("0 timeout");
	}

	@Test
	void ofADeadlineThatPassesDuringTheExchange() {
		exchange();
		this.fixture.scheduler.advance(LIMIT);
		assertEndedWith("0 timeout");
	}

	@Test
	void ofHeadersThatDoNotCome() {
		this.fixture.settings.responseTimeout(Duration.ofSeconds(1));
		exchange();
		this.fixture.scheduler.advance(Duration.ofSeconds(1));
		assertEndedWith("0 response_timeout");
	}

	@Test
	void ofACancellingInThePauseBeforeARetry() {
		this.fixture.settings.maxRetries(1);
		exchange().fail(LOST);
		this.fixture.call().cancel();
		assertEndedWith("0 cancelled");
	}

	@Test
	void ofAClientThatClosesInThePauseBeforeARetry() {
		this.fixture.settings.maxRetries(1);
		exchange().fail(LOST);
		this.fixture.context().close();
		assertEndedWith("0 connection_lost");
	}

	@Test
	void ofARequestWithoutARoute() {
		this.fixture.routing((request, failed) -> CompletableFuture.failedFuture(new IllegalStateException()));
		start();
		assertEndedWith("0 no_route");
	}

	@Test
	void ofADeadlineThatPassesWhileARouteIsAwaited() {
		this.fixture.routing((request, failed) -> new CompletableFuture<>());
		start();
		this.fixture.scheduler.advance(LIMIT);
		assertEndedWith("0 timeout");
	}

	@Test
	void ofAClientThatClosesWhileARouteIsAwaited() {
		this.fixture.routing((request, failed) -> new CompletableFuture<>());
		start();
		this.fixture.context().close();
		assertEndedWith("0 client_closed");
	}

	@Test
	void ofRedirectsOnlyOnce() {
		this.fixture.connectsAtOnce();
		start(H2Request.get("https://example.org/").redirects(1).build());
		this.fixture.exchange().head(302, HttpHeaders.builder().add("location", "/next").build());
		this.fixture.exchange().endContent();
		assertThat(this.ledger.ends()).isEmpty();
		this.fixture.exchange().respond(200);
		assertEndedWith("200 whole");
	}

	@Test
	void ofACancellingDuringARedirectsContent() {
		this.fixture.connectsAtOnce();
		start(H2Request.get("https://example.org/").redirects(1).build());
		this.fixture.exchange().head(302, HttpHeaders.builder().add("location", "/next").build());
		this.fixture.call().cancel();
		assertEndedWith("0 cancelled");
	}

	// Content that streams

	private StreamedResponse stream() {
		this.fixture.connectsAtOnce();
		CallConfig config = this.fixture.settings.requestTimeout(LIMIT).build();
		CompletableFuture<Outcome<StreamedResponse>> outcome = Call
			.streamed(CallFixture.request("GET"),
					new CallContext<>(this.fixture.pool, config, Routing.direct(), this.ledger, Runnable::run,
							this.fixture.scheduler))
			.start();
		this.fixture.exchange().head(200).onContent(1, ByteBuffer.allocate(1)::get);
		assertThat(this.ledger.ends()).isEmpty();
		return outcome.join().orThrow();
	}

	@Test
	void ofContentThatHasArrivedAndIsRead() {
		CompletableFuture<Long> length = stream().body().discard();
		this.fixture.exchange().endContent();
		assertThat(length).isCompletedWithValue(1L);
		assertEndedWith("200 whole");
	}

	@Test
	void ofContentThatHasArrivedThoughNobodyReadsIt() {
		stream();
		this.fixture.exchange().endContent();
		assertEndedWith("200 whole");
	}

	@Test
	void ofContentThatHasArrivedAndIsClosedUnread() {
		StreamedResponse response = stream();
		this.fixture.exchange().endContent();
		response.close();
		assertEndedWith("200 whole");
	}

	@Test
	void ofContentThatFails() {
		stream();
		this.fixture.exchange().fail(LOST);
		assertEndedWith("200 connection_lost");
	}

	@Test
	void ofAResponseThatIsClosed() {
		StreamedResponse response = stream();
		response.close();
		response.close();
		assertEndedWith("200 cancelled");
	}

	@Test
	void ofAReaderThatCancels() {
		stream().body().subscribe(new CancellingSubscriber());
		assertEndedWith("200 cancelled");
	}

	@Test
	void ofContentThatIsLeftUnread() {
		this.fixture.settings.unreadTimeout(Duration.ofSeconds(1));
		stream();
		this.fixture.scheduler.advance(Duration.ofSeconds(1));
		assertEndedWith("200 content_unread");
	}

	@Test
	void ofContentThatStopsComing() {
		this.fixture.settings.idleTimeout(Duration.ofSeconds(1));
		stream().body().discard();
		this.fixture.scheduler.advance(Duration.ofSeconds(1));
		assertEndedWith("200 idle_timeout");
	}

	@Test
	void ofADeadlineThatPassesDuringTheContent() {
		stream();
		this.fixture.scheduler.advance(LIMIT);
		assertEndedWith("200 timeout");
	}

	@Test
	void ofAHeadThatComesAfterTheCancelling() {
		CallConfig config = this.fixture.connectsAtOnce().settings.requestTimeout(LIMIT).build();
		Call<?, StreamedResponse> call = Call.streamed(CallFixture.request("GET"), new CallContext<>(this.fixture.pool,
				config, Routing.direct(), this.ledger, Runnable::run, this.fixture.scheduler));
		// The cancelling reaches the connection while the head is on its way up.
		this.fixture.handler.onExchange((exchange) -> {
			call.cancel();
			exchange.head(200);
		});
		call.start();
		assertEndedWith("0 cancelled");
	}

	@Test
	void whatAListenerThrowsReachesNobodyElse() {
		Thread thread = Thread.currentThread();
		List<Throwable> reported = new ArrayList<>();
		thread.setUncaughtExceptionHandler((where, fault) -> reported.add(fault));
		try {
			this.fixture.connectsAtOnce()
				.start(CallFixture.request("GET"), LIMIT,
						CallListener.all(List.of(new ThrowingListener(), this.ledger)));
			this.fixture.exchange().respond(200);
		}
		finally {
			thread.setUncaughtExceptionHandler(null);
		}
		assertThat(this.fixture.status()).isEqualTo(200);
		assertThat(reported).extracting(Throwable::getMessage).containsExactly("begin", "end");
	}

	private static final class ThrowingListener implements CallListener {

		@Override
		public void onBegin(H2Request request) {
			throw new IllegalStateException("begin");
		}

		@Override
		public void onEnd(H2Request request, int status, @Nullable H2Error error) {
			throw new IllegalStateException("end");
		}

	}

}
