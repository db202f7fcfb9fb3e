package io.conpool.wire;

import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * GOAWAY (RFC 9113 section 6.8): what the server may have processed finishes, the rest
 * goes elsewhere.
 */
class GoAwayTests extends WireTest {

	private static final int ALL = Integer.MAX_VALUE;

	@Test
	void earlierStreamsFinishAndLaterOnesAreReplayedElsewhere() throws Exception {
		CompletableFuture<H2Response> earlier = this.client.get(this.peer);
		int first = this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> later = this.client.post(this.peer, new byte[10]);
		this.peer.expectRequest();
		this.peer.expect(Frame.DATA);
		this.peer.goAway(first, 0).respond(first, "earlier");
		assertThat(await(earlier).bodyAsString()).isEqualTo("earlier");
		assertThat(this.peer.expectGoAwayAndClose()).isZero();
		this.peer.handshake();
		int replayed = this.peer.expectRequest();
		assertThat(this.peer.expect(Frame.DATA).length()).isEqualTo(10);
		this.peer.respond(replayed, "later");
		assertThat(await(later).bodyAsString()).isEqualTo("later");
		assertThat(this.client.replays).singleElement().isInstanceOf(H2Error.GoAway.class);
	}

	@Test
	void aNoticeFailsNothingButEndsTheUseOfTheConnection() throws Exception {
		CompletableFuture<H2Response> running = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.goAway(ALL, 0).roundTrip();
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.respond(id, "running");
		assertThat(await(running).bodyAsString()).isEqualTo("running");
		this.peer.expectGoAwayAndClose();
		this.peer.handshake().respond(this.peer.expectRequest(), "next");
		assertThat(await(next).bodyAsString()).isEqualTo("next");
		assertThat(this.client.replays).isEmpty();
	}

	@Test
	void aSecondGoAwayMayLowerTheLastStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.goAway(ALL, 0).goAway(0, 0);
		this.peer.expectGoAwayAndClose();
		assertThat(id).isEqualTo(1);
		this.peer.handshake().respond(this.peer.expectRequest(), "elsewhere");
		assertThat(await(response).bodyAsString()).isEqualTo("elsewhere");
	}

	@Test
	void aSecondGoAwayCannotRaiseTheLastStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.goAway(0, 0).goAway(ALL, 0);
		this.peer.expectGoAwayAndClose();
		this.peer.handshake().respond(this.peer.expectRequest(), "elsewhere");
		assertThat(await(response).bodyAsString()).isEqualTo("elsewhere");
	}

	@Test
	void withAnErrorCodeTheLastStreamIsNotBelieved() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		this.peer.goAway(0, Http2ErrorCode.ENHANCE_YOUR_CALM.code());
		H2Error error = error(response);
		assertThat(error).isInstanceOfSatisfying(H2Error.GoAway.class,
				(goAway) -> assertThat(goAway.code()).isEqualTo(Http2ErrorCode.ENHANCE_YOUR_CALM));
		assertThat(error.isUnprocessed()).isFalse();
	}

}
