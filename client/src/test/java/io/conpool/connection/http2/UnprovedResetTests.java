package io.conpool.connection.http2;

import java.time.Duration;

import io.conpool.connection.http2.ClockedConnection.Call;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.conpool.connection.http2.ClockedConnection.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that sends this and that, but leaves the PING unanswered that would give the
 * slots of reset streams back.
 */
class UnprovedResetTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

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
	void afterTwiceTheTimeoutTheConnectionIsToBeReplaced() throws Exception {
		Call call = reset();
		this.client.ping();
		firstTimeout();
		assertThat(this.client.retired).isNotDone();
		timeout();
		assertThat(get(this.client.retired)).isEqualTo("PING left unanswered");
		assertThat(call.closed).isNotDone();
		assertThat(this.client.connection().isHealthy()).isTrue();
	}

	@Test
	void anAnswerThatComesLateIsOne() throws Exception {
		Call call = reset();
		Frame ping = this.client.ping();
		firstTimeout();
		this.client.answer(ping);
		get(call.closed);
		timeout();
		timeout();
		assertThat(this.client.retired).isNotDone();
	}

	@Test
	void theTimeOfOnePingIsNotCountedForTheNext() throws Exception {
		reset();
		Frame first = this.client.ping();
		firstTimeout();
		this.client.answer(first);
		this.client.peer.headers(this.client.call().id, true, ":status", "200");
		reset();
		this.client.ping();
		firstTimeout();
		assertThat(this.client.retired).isNotDone();
	}

	@Test
	void whereNoSlotIsKeptNothingIsLost() throws Exception {
		this.client.connection().ping();
		this.client.ping();
		firstTimeout();
		timeout();
		timeout();
		assertThat(this.client.retired).isNotDone();
		reset();
		timeout();
		get(this.client.retired);
	}

	private Call reset() throws Exception {
		Call call = this.client.call();
		call.exchange.cancel(new H2Error.Cancelled(true));
		assertThat(this.client.peer.expectReset(call.id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		return call;
	}

	private void firstTimeout() throws Exception {
		this.client.clock.advance(SLOW);
		this.client.settle();
		pass(TIMEOUT.minus(SLOW));
	}

	private void timeout() throws Exception {
		pass(TIMEOUT);
	}

	/** The peer is heard, and then the time passes. */
	private void pass(Duration time) throws Exception {
		this.client.peer.roundTrip();
		this.client.clock.advance(time);
		this.client.settle();
	}

}
