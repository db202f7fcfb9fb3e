package io.conpool.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.pool.PoolStats;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server cannot have processed is sent again, and nothing else.
 */
class CallReplayTests {

	private static final H2Error REFUSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private final CallFixture fixture = new CallFixture().connectsAtOnce();

	private void failTimes(int times, H2Error error) {
		for (int i = 0; i < times; i++) {
			this.fixture.exchange().sent().fail(error);
			this.fixture.passReplayPause();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" })
	void whatTheServerRefusedIsSentAgainWhateverItsMethod(String method) {
		this.fixture.start(method);
		this.fixture.exchange().sent().fail(REFUSED);
		assertThat(this.fixture.exchanges()).hasSize(2);
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
	}

	@Test
	void aRefusedRequestGoesToAnotherConnectionIfOneHasRoom() {
		CallFixture narrow = new CallFixture(1, (config) -> config.maxConnections(2)).connectsAtOnce();
		narrow.start();
		FakeExchange first = narrow.exchanges().get(0);
		narrow.start();
		FakeExchange second = narrow.exchanges().get(1);
		first.respond(200);
		second.fail(REFUSED);
		assertThat(narrow.handler.connections().get(0).exchanges()).hasSize(2);
		assertThat(narrow.handler.connections().get(1).exchanges()).hasSize(1);
	}

	static Stream<H2Error> unprocessed() {
		return Stream.of(REFUSED, new H2Error.GoAway(5, 3, Http2ErrorCode.NO_ERROR, ""),
				new H2Error.ConnectionLost(CallFixture.ENDPOINT, false, null), CallFixture.notSent());
	}

	@ParameterizedTest
	@MethodSource("unprocessed")
	void whatTheServerCannotHaveProcessedIsSentAgain(H2Error error) {
		this.fixture.start("POST");
		this.fixture.exchange().fail(error);
		assertThat(this.fixture.exchanges()).hasSize(2);
		assertThat(this.fixture.replayed).containsExactly(error);
	}

	static Stream<H2Error> perhapsProcessed() {
		return Stream.of(new H2Error.StreamReset(1, Http2ErrorCode.ENHANCE_YOUR_CALM),
				new H2Error.StreamReset(1, Http2ErrorCode.CANCEL),
				new H2Error.GoAway(3, 3, Http2ErrorCode.NO_ERROR, ""),
				new H2Error.GoAway(5, 3, Http2ErrorCode.INTERNAL_ERROR, ""),
				new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null),
				new H2Error.SettingsTimeout(CallFixture.ENDPOINT, Duration.ofSeconds(1), false),
				new H2Error.ContentLengthMismatch(3, 2), new H2Error.MalformedResponse(1, "rule"));
	}

	@ParameterizedTest
	@MethodSource("perhapsProcessed")
	void whatTheServerMayHaveProcessedIsNotSentAgain(H2Error error) {
		this.fixture.start("POST");
		this.fixture.exchange().sent().fail(error);
		assertThat(this.fixture.error()).isSameAs(error);
		assertThat(this.fixture.exchanges()).hasSize(1);
	}

	@Test
	void whatIsUnprocessedButWouldFailAgainIsNotSentAgain() {
		this.fixture.start();
		this.fixture.exchange().fail(new H2Error.RequestHeadersTooLarge(100));
		assertThat(this.fixture.error()).isInstanceOf(H2Error.RequestHeadersTooLarge.class);
	}

	@Test
	void aReplayIsTheSameRequest() {
		this.fixture.start("POST");
		this.fixture.exchange().fail(REFUSED);
		List<FakeExchange> exchanges = this.fixture.exchanges();
		assertThat(exchanges.get(1).request()).isSameAs(exchanges.get(0).request());
	}

	@Test
	void aReplayGoesOverAnotherConnectionWhenTheFirstOneDrains() {
		this.fixture.start();
		FakeConnection first = this.fixture.handler.connections().get(0);
		FakeExchange exchange = first.lastExchange();
		first.serve();
		first.drain(new H2Error.GoAway(0, 0, Http2ErrorCode.NO_ERROR, ""));
		exchange.fail(new H2Error.GoAway(1, 0, Http2ErrorCode.NO_ERROR, ""));
		assertThat(this.fixture.handler.connections()).hasSize(2);
		assertThat(this.fixture.handler.connections().get(1).exchanges()).hasSize(1);
	}

	@Test
	void theLeaseOfAnAttemptIsGivenBackBeforeTheNext() {
		this.fixture.start();
		failTimes(2, REFUSED);
		assertThat(this.fixture.stats().openStreams()).isOne();
	}

	@Test
	void replaysAreBounded() {
		this.fixture.start();
		failTimes(CallFixture.MAX_REPLAYS, REFUSED);
		assertThat(this.fixture.exchanges()).hasSize(1 + CallFixture.MAX_REPLAYS);
		this.fixture.exchange().fail(REFUSED);
		assertThat(this.fixture.error()).isSameAs(REFUSED);
		assertThat(this.fixture.exchanges()).hasSize(1 + CallFixture.MAX_REPLAYS);
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void theFirstReplayIsAtOnceAndTheSecondAfterAPause() {
		this.fixture.start();
		this.fixture.exchange().sent().fail(REFUSED);
		assertThat(this.fixture.exchanges()).hasSize(2);
		this.fixture.exchange().sent().fail(REFUSED);
		// Half of twice the delay is the least.
		this.fixture.scheduler.advance(CallConfig.defaults().retryDelay().minusNanos(1));
		assertThat(this.fixture.exchanges()).hasSize(2);
		assertThat(this.fixture.stats()).returns(0L, PoolStats::openStreams).returns(0, PoolStats::waiters);
		this.fixture.passReplayPause();
		assertThat(this.fixture.exchanges()).hasSize(3);
		assertThat(this.fixture.replayed).hasSize(2);
	}

	@Test
	void aCallThatIsCancelledBeforeItsReplayWasNotProcessed() {
		this.fixture.start("POST");
		this.fixture.exchange().sent().fail(REFUSED);
		this.fixture.exchange().sent().fail(REFUSED);
		this.fixture.call().cancel();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Cancelled(false));
		this.fixture.passReplayPause();
		assertThat(this.fixture.exchanges()).hasSize(2);
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aCallThatPausesBeforeItsReplayEndsWithItsClient() {
		this.fixture.start();
		this.fixture.exchange().sent().fail(REFUSED);
		this.fixture.exchange().sent().fail(REFUSED);
		this.fixture.context().close();
		assertThat(this.fixture.error()).isSameAs(REFUSED);
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aReplayThatWouldComeAfterTheDeadlineEndsTheCall() {
		this.fixture.settings.retryDelay(CallFixture.LIMIT);
		this.fixture.start();
		this.fixture.exchange().sent().fail(REFUSED);
		this.fixture.exchange().sent().fail(REFUSED);
		assertThat(this.fixture.error()).isSameAs(REFUSED);
		assertThat(this.fixture.replayed).hasSize(1);
	}

	@Test
	void whatAStaleConnectionLostIsSentAgainOnce() {
		H2Error stale = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, true, null, null);
		this.fixture.start();
		this.fixture.exchange().sent().fail(stale);
		assertThat(this.fixture.exchanges()).hasSize(2);
		this.fixture.exchange().sent().fail(stale);
		assertThat(this.fixture.error()).isSameAs(stale);
	}

	@Test
	void theListenerHearsOfReplaysButNotOfTheEnd() {
		this.fixture.start();
		failTimes(CallFixture.MAX_REPLAYS + 1, REFUSED);
		assertThat(this.fixture.replayed).hasSize(CallFixture.MAX_REPLAYS);
	}

	@Test
	void whatWasNotSentDoesNotCountAsAReplay() {
		this.fixture.start();
		for (int i = 0; i < 50; i++) {
			this.fixture.exchange().fail(CallFixture.notSent());
		}
		failTimes(CallFixture.MAX_REPLAYS, REFUSED);
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
	}

	@Test
	void whatIsRefusedAtOnceManyTimesDoesNotOverflowTheStack() {
		int[] begun = new int[1];
		this.fixture.handler.onExchange((exchange) -> {
			if (++begun[0] < 100) {
				exchange.fail(CallFixture.notSent());
			}
		});
		this.fixture.start();
		assertThat(begun[0]).isEqualTo(100);
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
		assertThat(this.fixture.stats().openStreams()).isZero();
	}

	@Test
	void theLastErrorIsTheOutcome() {
		this.fixture.start();
		failTimes(2, REFUSED);
		H2Error last = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null);
		this.fixture.exchange().sent().fail(last);
		assertThat(this.fixture.error()).isSameAs(last);
	}

	@Test
	void aListenerThatThrowsDoesNotKeepTheReplayFromBeingSent() {
		this.fixture.start("GET", CallFixture.LIMIT, new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				throw new IllegalStateException("a listener's fault");
			}
		});
		try {
			this.fixture.exchange().fail(REFUSED);
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessage("a listener's fault");
		}
		assertThat(this.fixture.exchanges()).hasSize(2);
	}

	@Test
	void severalListenersAreToldInTheirOrder() {
		List<String> told = new ArrayList<>();
		CallListener all = CallListener.all(List.of(telling("a", told), telling("b", told)));
		all.onReplay(CallFixture.ENDPOINT, REFUSED);
		assertThat(told).containsExactly("a", "b");
	}

	private static CallListener telling(String name, List<String> told) {
		return new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				told.add(name);
			}
		};
	}

}
