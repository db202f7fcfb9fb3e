package io.conpool.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.testing.FakeExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server may have processed is sent again only where that is wanted and makes no
 * difference.
 */
class CallRetryTests {

	private static final Duration DELAY = Duration.ofMillis(100);

	private static final H2Error LOST = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null);

	private static final H2Error REFUSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private final CallFixture fixture = new CallFixture().connectsAtOnce();

	private final List<H2Error> retried = new ArrayList<>();

	private final CallListener listener = new CallListener() {
		@Override
		public void onRetry(Endpoint endpoint, H2Error error) {
			CallRetryTests.this.retried.add(error);
		}
	};

	@BeforeEach
	void switchOn() {
		this.fixture.settings.maxRetries(2).retryDelay(DELAY);
	}

	private FakeExchange start(String method) {
		this.fixture.start(method, CallFixture.LIMIT, this.listener);
		return this.fixture.exchange().sent();
	}

	/** The longest that a pause can be with its variation. */
	private void pause(int failures) {
		this.fixture.scheduler.advance(DELAY.multipliedBy(3L << (failures - 1)).dividedBy(2));
	}

	@Test
	void anIdempotentRequestIsSentAgainAfterAPause() {
		start("PUT").fail(LOST);
		assertThat(this.fixture.exchanges()).hasSize(1);
		assertThat(this.retried).containsExactly(LOST);
		// Half of the delay is the least.
		this.fixture.scheduler.advance(DELAY.dividedBy(2).minusNanos(1));
		assertThat(this.fixture.exchanges()).hasSize(1);
		pause(1);
		assertThat(this.fixture.exchanges()).hasSize(2);
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aPostIsNot() {
		start("POST").fail(LOST);
		assertThat(this.fixture.error()).isEqualTo(LOST);
		assertThat(this.retried).isEmpty();
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void nothingIsWithoutTheSetting() {
		this.fixture.settings.maxRetries(0);
		start("GET").fail(LOST);
		assertThat(this.fixture.error()).isEqualTo(LOST);
	}

	@Test
	void theLastErrorEndsTheCallWhenRetriesAreUsedUp() {
		start("GET").fail(LOST);
		pause(1);
		this.fixture.exchange().fail(LOST);
		pause(2);
		H2Error last = new H2Error.StreamReset(3, Http2ErrorCode.ENHANCE_YOUR_CALM);
		this.fixture.exchange().fail(last);
		assertThat(this.fixture.error()).isEqualTo(last);
		assertThat(this.fixture.exchanges()).hasSize(3);
	}

	@Test
	void headersThatDoNotComeLeadToARetry() {
		this.fixture.settings.responseTimeout(Duration.ofSeconds(1));
		FakeExchange first = start("GET");
		this.fixture.scheduler.advance(Duration.ofSeconds(1));
		assertThat(first.cancelledWith()).isEqualTo(new H2Error.ResponseTimeout(Duration.ofSeconds(1)));
		pause(1);
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
	}

	@Test
	void aPauseBeyondTheDeadlineIsNotBegun() {
		this.fixture.settings.retryDelay(CallFixture.LIMIT.multipliedBy(2));
		start("GET").fail(LOST);
		assertThat(this.fixture.error()).isEqualTo(LOST);
		assertThat(this.retried).isEmpty();
	}

	@Test
	void aCallThatIsCancelledInThePauseIsNotSentAgain() {
		start("GET").fail(LOST);
		this.fixture.call().cancel();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Cancelled(true));
		pause(1);
		assertThat(this.fixture.exchanges()).hasSize(1);
		assertThat(this.fixture.stats().openStreams()).isZero();
	}

	@Test
	void aCallThatPausesEndsWithItsClient() {
		start("GET").fail(LOST);
		this.fixture.context().close();
		assertThat(this.fixture.error()).isEqualTo(LOST);
		pause(1);
		assertThat(this.fixture.exchanges()).hasSize(1);
	}

	@Test
	void aCallThatPausesEndsWhenTheTimerStops() {
		start("GET").fail(LOST);
		this.fixture.scheduler.stop();
		assertThat(this.fixture.error()).isEqualTo(LOST);
	}

	@Test
	void aPauseIsNotBegunOnceTheClientIsClosed() {
		FakeExchange exchange = start("GET");
		this.fixture.context().close();
		exchange.fail(LOST);
		assertThat(this.fixture.error()).isEqualTo(LOST);
	}

	@Test
	void whatAFirstAttemptMayHaveDoneIsNotForgotten() {
		this.fixture.settings.maxRetries(1).maxReplays(0);
		start("GET").fail(LOST);
		pause(1);
		this.fixture.exchange().fail(REFUSED);
		assertThat(REFUSED.isUnprocessed()).isTrue();
		assertThat(this.fixture.error()).isEqualTo(LOST);
	}

}
