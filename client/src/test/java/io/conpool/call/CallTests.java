package io.conpool.call;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.pool.AccessMode;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeExchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One request, one outcome, and nothing left over.
 */
class CallTests {

	private final CallFixture fixture = new CallFixture();

	private void assertNothingIsLeft() {
		assertThat(this.fixture.stats().openStreams()).as("leases").isZero();
		assertThat(this.fixture.stats().waiters()).as("waiters").isZero();
		assertThat(this.fixture.timers()).as("timers").isZero();
	}

	@Test
	void nothingHappensBeforeTheStart() {
		CallContext<FakeConnection> context = new CallContext<>(this.fixture.pool, CallConfig.defaults(),
				Routing.direct(), new CallListener() {
				}, Runnable::run, this.fixture.scheduler);
		Call.whole(CallFixture.request("GET"), context);
		assertThat(this.fixture.handler.dials()).isEmpty();
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void theRequestIsSentOverTheConnectionThatWasLent() {
		this.fixture.start("POST");
		FakeConnection connection = this.fixture.handler.lastDial().succeed();
		assertThat(connection.exchanges()).hasSize(1);
		assertThat(connection.lastExchange().request().method()).isEqualTo("POST");
	}

	@Test
	void theResponseIsTheOutcome() {
		CompletableFuture<Outcome<H2Response>> outcome = this.fixture.connectsAtOnce().start();
		H2Response response = new H2Response(204, HttpHeaders.empty(), new byte[0], HttpHeaders.empty(),
				CallFixture.request("GET").uri());
		this.fixture.exchange().respond(response);
		assertThat(outcome).isCompletedWithValue(new Outcome.Success<>(response));
		assertNothingIsLeft();
	}

	@Test
	void theLeaseIsKeptUntilTheConnectionIsDoneWithTheExchange() {
		this.fixture.connectsAtOnce().start();
		assertThat(this.fixture.stats().openStreams()).isOne();
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.stats().openStreams()).isZero();
	}

	@Test
	void aFailureThatMustNotBeRepeatedIsTheOutcome() {
		this.fixture.connectsAtOnce().start();
		H2Error error = new H2Error.StreamReset(1, Http2ErrorCode.INTERNAL_ERROR);
		this.fixture.exchange().sent().fail(error);
		assertThat(this.fixture.error()).isSameAs(error);
		assertThat(this.fixture.exchanges()).hasSize(1);
		assertNothingIsLeft();
	}

	@Test
	void aFailedAcquireIsTheOutcome() {
		this.fixture.start();
		H2Error error = new H2Error.DnsResolutionFailed("example.org", new IllegalStateException());
		this.fixture.handler.lastDial().fail(error);
		assertThat(this.fixture.error()).isSameAs(error);
		assertNothingIsLeft();
	}

	@Test
	void anAcquireTimeoutIsTheOutcomeIfItComesFirst() {
		CallFixture impatient = new CallFixture(1, (config) -> config.acquireTimeout(Duration.ofSeconds(1)));
		impatient.start();
		impatient.scheduler.advance(Duration.ofSeconds(1));
		assertThat(impatient.error()).isInstanceOf(H2Error.AcquireTimeout.class);
	}

	@Test
	void aClosedPoolIsTheOutcome() {
		this.fixture.pool.closeAsync();
		this.fixture.start();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.ClientClosed());
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	// Cancelling

	@Test
	void cancellingWhileItWaitsLeavesTheQueue() {
		this.fixture.start();
		this.fixture.call().cancel();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Cancelled(false));
		assertNothingIsLeft();
	}

	@Test
	void cancellingDuringTheExchangeCancelsTheExchange() {
		this.fixture.connectsAtOnce().start();
		FakeExchange exchange = this.fixture.exchange().sent();
		this.fixture.call().cancel();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Cancelled(true));
		assertThat(exchange.cancelledWith()).isEqualTo(new H2Error.Cancelled(true));
		assertNothingIsLeft();
	}

	@Test
	void cancellingWhileAReplayWaitsLeavesTheQueue() {
		this.fixture.start();
		FakeConnection connection = this.fixture.handler.lastDial().succeed();
		connection.becomeUnhealthy();
		connection.lastExchange().fail(CallFixture.notSent());
		assertThat(this.fixture.stats().waiters()).isOne();
		this.fixture.call().cancel();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Cancelled(false));
		assertThat(this.fixture.stats().waiters()).isZero();
	}

	@Test
	void cancellingBetweenTwoAttemptsBeginsNoOther() {
		this.fixture.connectsAtOnce();
		this.fixture.start("GET", CallFixture.LIMIT, new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				CallTests.this.fixture.call().cancel();
			}
		});
		this.fixture.exchange().fail(CallFixture.notSent());
		assertThat(this.fixture.error()).isInstanceOf(H2Error.Cancelled.class);
		assertThat(this.fixture.exchanges()).hasSize(1);
		assertNothingIsLeft();
	}

	@Test
	void cancellingWhileTheExchangeBeginsCancelsTheExchange() {
		this.fixture.start();
		this.fixture.handler.onExchange((exchange) -> this.fixture.call().cancel());
		this.fixture.handler.lastDial().succeed();
		assertThat(this.fixture.exchange().cancelledWith()).isInstanceOf(H2Error.Cancelled.class);
		assertNothingIsLeft();
	}

	@Test
	void aLeaseThatComesAfterTheCancellingIsGivenBack() {
		CallFixture narrow = new CallFixture(1, (config) -> {
		});
		CompletableFuture<Outcome<H2Response>> first = narrow.start();
		narrow.handler.lastDial().succeed(new AccessMode.Shared(0));
		Call<FakeConnection, H2Response> firstCall = narrow.call();
		narrow.start();
		Call<FakeConnection, H2Response> secondCall = narrow.call();
		// Both are chosen at once, and the first one's exchange cancels the second.
		narrow.handler.onExchange((exchange) -> secondCall.cancel());
		narrow.handler.connections().get(0).allow(2);
		assertThat(first).isNotDone();
		assertThat(narrow.exchanges()).hasSize(1);
		assertThat(narrow.stats().openStreams()).isOne();
		firstCall.cancel();
		assertThat(narrow.stats().openStreams()).isZero();
	}

	@Test
	void cancellingAfterTheEndChangesNothing() {
		this.fixture.connectsAtOnce().start();
		FakeExchange exchange = this.fixture.exchange();
		exchange.respond(200);
		this.fixture.call().cancel();
		assertThat(this.fixture.status()).isEqualTo(200);
		assertThat(exchange.cancelledWith()).isNull();
	}

	@Test
	void cancellingTwiceChangesNothingMore() {
		AtomicInteger outcomes = new AtomicInteger();
		this.fixture.connectsAtOnce().start().thenAccept((outcome) -> outcomes.incrementAndGet());
		this.fixture.call().cancel();
		this.fixture.call().cancel();
		assertThat(outcomes).hasValue(1);
	}

	@Test
	void aResponseThatComesAfterTheCancellingIsDropped() {
		this.fixture.connectsAtOnce().start();
		FakeExchange exchange = this.fixture.exchange();
		this.fixture.call().cancel();
		exchange.respond(200);
		assertThat(this.fixture.error()).isInstanceOf(H2Error.Cancelled.class);
	}

	// Whether the server can have acted

	@Test
	void whatTheConnectionHasBeenGivenIsNotSaidToBeUnsent() {
		this.fixture.connectsAtOnce().start();
		// The connection's thread has it, and will have written it before it sees the
		// cancelling, which it gets later.
		this.fixture.call().cancel();
		assertThat(this.fixture.error().isUnprocessed()).as("certainly not processed").isFalse();
	}

	@Test
	void whatIsSentWhileTheExchangeBeginsIsNotSaidToBeUnsent() {
		this.fixture.start();
		this.fixture.handler.onExchange((exchange) -> {
			exchange.sent();
			this.fixture.scheduler.advance(CallFixture.LIMIT);
		});
		this.fixture.handler.lastDial().succeed();
		assertThat(this.fixture.error()).isInstanceOf(H2Error.Timeout.class);
		assertThat(this.fixture.error().isUnprocessed()).as("certainly not processed").isFalse();
	}

	// Faults of others

	@Test
	void anExchangeThatThrowsEndsTheCallAndGivesTheLeaseBack() {
		this.fixture.start();
		this.fixture.handler.onExchange((exchange) -> {
			throw new IllegalStateException();
		});
		this.fixture.handler.lastDial().succeed();
		assertThat(this.fixture.stats().openStreams()).isZero();
		assertThat(this.fixture.error()).isNotNull();
	}

	@Test
	void anOutcomeThrowsItsErrorWhenItIsAskedForTheResponse() {
		Outcome failure = new Outcome.Failure(new H2Error.ClientClosed());
		assertThatExceptionOfType(H2ClientException.class).isThrownBy(failure::orThrow)
			.returns(new H2Error.ClientClosed(), H2ClientException::error);
	}

}
