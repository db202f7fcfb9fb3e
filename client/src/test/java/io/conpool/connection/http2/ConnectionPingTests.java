package io.conpool.connection.http2;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.conpool.connection.http2.ClockedConnection.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * PINGs that somebody asks for to see whether the peer is there (RFC 9113 section 6.7).
 */
class ConnectionPingTests {

	private static final Duration ROUND_TRIP = Duration.ofMillis(20);

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	// From here on the connection is suspect.
	private static final Duration SLOW = Duration.ofSeconds(1);

	private ClockedConnection client;

	@BeforeEach
	void open() throws Exception {
		this.client = new ClockedConnection(Http2Config.defaults());
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
	}

	@Test
	void itCompletesWithTheRoundTrip() throws Exception {
		CompletableFuture<Optional<Duration>> ping = ping();
		answerAfter(ROUND_TRIP);
		assertThat(get(ping)).contains(ROUND_TRIP);
	}

	@Test
	void itJoinsThePingThatIsUnderWay() throws Exception {
		CompletableFuture<Optional<Duration>> first = ping();
		CompletableFuture<Optional<Duration>> second = ping();
		Frame sent = this.client.ping();
		CompletableFuture<Optional<Duration>> third = ping();
		assertThat(this.client.sent()).isEmpty();
		this.client.clock.advance(ROUND_TRIP);
		this.client.answer(sent);
		assertThat(get(first)).contains(ROUND_TRIP);
		assertThat(get(second)).contains(ROUND_TRIP);
		assertThat(get(third)).contains(ROUND_TRIP);
		assertThat(this.client.sent()).isEmpty();
	}

	@Test
	void anotherOneAtOnceIsNotSent() throws Exception {
		CompletableFuture<Optional<Duration>> first = ping();
		answerAfter(ROUND_TRIP);
		get(first);
		assertThat(get(ping())).isEmpty();
		assertThat(this.client.sent()).isEmpty();
	}

	@Test
	void anIdleServerIsAskedThreeTimesAndThenOnceInTwoHours() throws Exception {
		for (int i = 0; i < 3; i++) {
			CompletableFuture<Optional<Duration>> ping = ping();
			answerAfter(Duration.ZERO);
			assertThat(get(ping)).contains(Duration.ZERO);
			this.client.clock.advance(PAUSE);
		}
		this.client.clock.advance(Duration.ofHours(2).minus(PAUSE).minusNanos(1));
		assertThat(get(ping())).isEmpty();
		this.client.clock.advance(Duration.ofNanos(1));
		CompletableFuture<Optional<Duration>> fourth = ping();
		answerAfter(Duration.ZERO);
		assertThat(get(fourth)).contains(Duration.ZERO);
	}

	@Test
	void afterAResponseTheServerMayBeAskedAtOnce() throws Exception {
		CompletableFuture<Optional<Duration>> first = ping();
		answerAfter(ROUND_TRIP);
		get(first);
		this.client.peer.headers(this.client.call().id, true, ":status", "200");
		this.client.sent();
		CompletableFuture<Optional<Duration>> second = ping();
		answerAfter(ROUND_TRIP);
		assertThat(get(second)).contains(ROUND_TRIP);
	}

	@Test
	void itFailsWhenNothingIsHeardAndTheConnectionIsClosed() throws Exception {
		CompletableFuture<Optional<Duration>> ping = ping();
		this.client.ping();
		timeout();
		assertThat(error(ping)).isEqualTo(unanswered());
		assertThat(get(this.client.drained)).isEqualTo(unanswered());
		assertThat(this.client.peer.expectGoAwayAndClose()).isEqualTo(Http2ErrorCode.NO_ERROR.code());
	}

	@Test
	void itFailsWhenThePeerSendsOtherFramesAndNoAnswer() throws Exception {
		CompletableFuture<Optional<Duration>> ping = ping();
		this.client.ping();
		this.client.peer.roundTrip();
		timeout();
		assertThat(error(ping)).isEqualTo(unanswered());
		this.client.settle();
		assertThat(this.client.connection().isHealthy()).isTrue();
	}

	@Test
	void onePastTheBoundDoesNotMakeTheNextOneWaitForEver() throws Exception {
		CompletableFuture<Optional<Duration>> first = ping();
		this.client.ping();
		this.client.peer.roundTrip();
		timeout();
		error(first);
		CompletableFuture<Optional<Duration>> second = ping();
		this.client.settle();
		this.client.peer.roundTrip();
		this.client.clock.advance(TIMEOUT);
		assertThat(error(second)).isEqualTo(unanswered());
	}

	@Test
	void itFailsWhenThePeerClosesTheConnection() throws Exception {
		CompletableFuture<Optional<Duration>> ping = ping();
		this.client.ping();
		this.client.peer.drop();
		assertThat(error(ping)).isInstanceOf(H2Error.ConnectionLost.class);
	}

	@Test
	void itFailsWhenTheConnectionIsClosedHere() throws Exception {
		CompletableFuture<Optional<Duration>> ping = ping();
		this.client.ping();
		this.client.connection().close();
		assertThat(error(ping)).isInstanceOf(H2Error.ConnectionLost.class);
		assertThat(error(ping())).isInstanceOf(H2Error.NotSent.class);
	}

	@Test
	void itEndsInTheErrorOfTheConnection() throws Exception {
		CompletableFuture<Optional<Duration>> ping = ping();
		this.client.ping();
		this.client.peer.send(Frame.PING, 0, 1, new byte[8]);
		assertThat(error(ping)).isInstanceOf(H2Error.ProtocolError.class);
	}

	private CompletableFuture<Optional<Duration>> ping() {
		return this.client.connection().ping().toCompletableFuture();
	}

	private void answerAfter(Duration roundTrip) throws Exception {
		Frame ping = this.client.ping();
		this.client.clock.advance(roundTrip);
		this.client.answer(ping);
	}

	/** The time for an answer to the PING that was just sent runs out. */
	private void timeout() throws Exception {
		this.client.clock.advance(SLOW);
		this.client.settle();
		this.client.clock.advance(TIMEOUT.minus(SLOW));
	}

	private H2Error unanswered() {
		return new H2Error.KeepAliveTimeout(this.client.connection().endpoint(), TIMEOUT);
	}

	private static H2Error error(CompletableFuture<?> ping) throws Exception {
		try {
			throw new AssertionError("it has an answer: " + ping.get(10, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			return H2ClientException.errorIn(ex);
		}
	}

}
