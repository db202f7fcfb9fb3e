package io.conpool.connection.http2;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.conpool.connection.http2.ClockedConnection.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection on which a write has failed: it takes nothing new, reads on, and ends
 * soon.
 */
class LostOutputTests {

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
	void itTakesNoNewExchangeAndReadsOn() throws Exception {
		ClockedConnection.Call call = this.client.call();
		this.client.loseOutput();
		assertThat(get(this.client.drained)).isInstanceOf(H2Error.NotSent.class);
		assertThat(this.client.connection().state()).isEqualTo(ConnectionState.DRAINING);
		this.client.peer.respond(call.id, "answered");
		assertThat(get(call.response)).returns("answered", H2Response::bodyAsString);
	}

	@Test
	void aPeerThatNeverClosesIsNotWaitedForForLong() throws Exception {
		ClockedConnection.Call call = this.client.call();
		this.client.loseOutput();
		this.client.peer.goAway(call.id, Http2ErrorCode.INTERNAL_ERROR.code(), "broken");
		assertThat(get(call.failure)).isInstanceOfSatisfying(H2Error.ConnectionLost.class,
				(lost) -> assertThat(lost.goAway())
					.isEqualTo(new H2Error.GoAway(0, call.id, Http2ErrorCode.INTERNAL_ERROR, "broken")));
		get(call.closed);
		get(this.client.gone);
	}

	/** What it asks for cannot be answered, which is not its fault. */
	@Test
	void aPeerIsNotBlamedForWhatCannotBeWritten() throws Exception {
		ClockedConnection.Call call = this.client.call();
		this.client.loseOutput();
		this.client.peer.send(Frame.PING, 0, 0, new byte[8]).respond(call.id, "answered");
		assertThat(get(call.response)).returns("answered", H2Response::bodyAsString);
	}

}
