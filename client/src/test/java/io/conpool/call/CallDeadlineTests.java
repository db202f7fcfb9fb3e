package io.conpool.call;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeExchange;
import org.junit.jupiter.api.Test;

import static io.conpool.call.CallFixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One deadline over waiting, attempts and response.
 */
class CallDeadlineTests {

	private static final Duration NANO = Duration.ofNanos(1);

	private final CallFixture fixture = new CallFixture();

	@Test
	void theDeadlineEndsTheWaiting() {
		CompletableFuture<Outcome<H2Response>> outcome = this.fixture.start();
		this.fixture.scheduler.advance(LIMIT.minus(NANO));
		assertThat(outcome).isNotDone();
		this.fixture.scheduler.advance(NANO);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Timeout(LIMIT, false));
		assertThat(this.fixture.stats().waiters()).isZero();
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void theDeadlineEndsTheExchange() {
		this.fixture.connectsAtOnce().start();
		FakeExchange exchange = this.fixture.exchange().sent();
		this.fixture.scheduler.advance(LIMIT);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Timeout(LIMIT, true));
		assertThat(exchange.cancelledWith()).isEqualTo(new H2Error.Timeout(LIMIT, true));
		assertThat(this.fixture.stats().openStreams()).isZero();
	}

	@Test
	void whoHearsOfTheDeadlineHearsOfItAfterTheConnection() {
		CompletableFuture<Outcome<H2Response>> outcome = this.fixture.connectsAtOnce().start();
		FakeExchange exchange = this.fixture.exchange().sent();
		AtomicReference<H2Error> cancelled = new AtomicReference<>();
		outcome.thenAccept((ended) -> cancelled.set(exchange.cancelledWith()));
		this.fixture.scheduler.advance(LIMIT);
		assertThat(cancelled).hasValue(new H2Error.Timeout(LIMIT, true));
	}

	@Test
	void waitingAndExchangeShareTheDeadline() {
		this.fixture.start();
		this.fixture.scheduler.advance(LIMIT.minus(NANO));
		this.fixture.handler.lastDial().succeed().lastExchange().sent();
		this.fixture.scheduler.advance(NANO);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Timeout(LIMIT, true));
	}

	@Test
	void aReplayDoesNotProlongTheDeadline() {
		this.fixture.connectsAtOnce().start();
		this.fixture.scheduler.advance(LIMIT.minus(NANO));
		this.fixture.exchange().fail(new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM));
		this.fixture.scheduler.advance(NANO);
		assertThat(this.fixture.error()).isInstanceOf(H2Error.Timeout.class);
	}

	@Test
	void replaysThatAreFreeEndWithTheDeadline() {
		this.fixture.connectsAtOnce().start();
		for (int i = 0; i < 20; i++) {
			this.fixture.scheduler.advance(LIMIT.dividedBy(10));
			this.fixture.exchange().fail(CallFixture.notSent());
		}
		assertThat(this.fixture.error()).isInstanceOf(H2Error.Timeout.class);
		assertThat(this.fixture.exchanges()).hasSize(10);
	}

	@Test
	void theTimerIsTakenBackWithTheResponse() {
		this.fixture.connectsAtOnce().start();
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void theTimerIsTakenBackWithTheFailure() {
		this.fixture.start();
		this.fixture.handler.lastDial()
			.fail(new H2Error.TlsHandshakeFailed(CallFixture.ENDPOINT, "untrusted", false, null));
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void theTimerIsTakenBackWithTheCancelling() {
		this.fixture.connectsAtOnce().start();
		this.fixture.call().cancel();
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aResponseThatComesAfterTheDeadlineIsDropped() {
		AtomicInteger outcomes = new AtomicInteger();
		this.fixture.connectsAtOnce().start().thenAccept((outcome) -> outcomes.incrementAndGet());
		FakeExchange exchange = this.fixture.exchange();
		this.fixture.scheduler.advance(LIMIT);
		exchange.respond(200);
		assertThat(this.fixture.error()).isInstanceOf(H2Error.Timeout.class);
		assertThat(outcomes).hasValue(1);
	}

	@Test
	void aConnectionThatComesAfterTheDeadlineIsKeptForOthers() {
		this.fixture.start();
		this.fixture.scheduler.advance(LIMIT);
		FakeConnection connection = this.fixture.handler.lastDial().succeed();
		assertThat(connection.exchanges()).isEmpty();
		assertThat(this.fixture.stats().idle()).isOne();
	}

	@Test
	void anEndlessTimeoutOfARequestIsRefusedOrWorks() {
		Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
		ifAccepted(() -> H2Request.get("https://example.org/").timeout(forever).build())
			.ifPresent((request) -> assertAnswered(request, request.timeout()));
	}

	@Test
	void anEndlessTimeoutOfAllRequestsIsRefusedOrWorks() {
		Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
		ifAccepted(() -> CallConfig.builder().requestTimeout(forever).build())
			.ifPresent((config) -> assertAnswered(CallFixture.request("GET"), config.requestTimeout()));
	}

	private static <T> Optional<T> ifAccepted(Supplier<T> make) {
		try {
			return Optional.of(make.get());
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private void assertAnswered(H2Request request, Duration limit) {
		this.fixture.connectsAtOnce();
		this.fixture.start(request, limit, new CallListener() {
		});
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
	}

}
