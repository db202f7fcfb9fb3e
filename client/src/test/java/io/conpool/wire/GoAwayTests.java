package io.conpool.wire;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

	/** NO_ERROR, ENHANCE_YOUR_CALM, and what httpd says when it restarts under load. */
	@ParameterizedTest
	@ValueSource(longs = { 0, 11, 0xfffffc7aL })
	void theLastStreamIsBelievedForEveryMethodWhereServersTellTheTruth(long code) throws Exception {
		connect();
		CompletableFuture<H2Response> get = this.client.get(this.peer);
		this.peer.expectRequest();
		CompletableFuture<H2Response> post = this.client.post(this.peer, new byte[10]);
		this.peer.expectRequest();
		this.peer.expect(Frame.DATA);
		this.peer.goAway(ALL, 0).goAway(1, (int) code);
		this.peer.expectGoAwayAndClose();
		this.peer.handshake();
		for (int answered = 0; answered < 2;) {
			Frame frame = this.peer.read();
			if (frame.type() == Frame.HEADERS) {
				this.peer.respond(frame.streamId(), "elsewhere");
				answered++;
			}
		}
		assertThat(await(get).status()).isEqualTo(200);
		assertThat(await(post).status()).isEqualTo(200);
	}

	@Test
	void withAnotherCodeItIsBelievedForIdempotentMethods() throws Exception {
		connect();
		CompletableFuture<H2Response> get = this.client.get(this.peer);
		this.peer.expectRequest();
		CompletableFuture<H2Response> post = this.client.post(this.peer, new byte[10]);
		this.peer.expectRequest();
		this.peer.expect(Frame.DATA);
		this.peer.goAway(1, Http2ErrorCode.INTERNAL_ERROR.code());
		H2Error error = error(post);
		assertThat(error).isInstanceOfSatisfying(H2Error.GoAway.class,
				(goAway) -> assertThat(goAway.code()).isEqualTo(Http2ErrorCode.INTERNAL_ERROR));
		assertThat(error.isUnprocessed()).isFalse();
		this.peer.expectGoAwayAndClose();
		this.peer.handshake().respond(this.peer.expectRequest(), "elsewhere");
		assertThat(await(get).bodyAsString()).isEqualTo("elsewhere");
	}

	/**
	 * The frames of Apache httpd 2.4 at a graceful restart under load: the second one,
	 * whose code is an error number of its own, follows within a millisecond, then FIN.
	 */
	@Test
	void thoseOfAGracefulRestartOfHttpdLoseNothing() throws Exception {
		CompletableFuture<H2Response> answered = this.client.post(this.peer, new byte[0]);
		this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> later = this.client.post(this.peer, new byte[0]);
		this.peer.expectRequest();
		this.peer.bytes(HexFormat.of().parseHex("000008070000000000" + "7fffffff" + "00000000"))
			.respond(1, "answered")
			.bytes(HexFormat.of().parseHex("000008070000000000" + "00000001" + "fffffc7a"))
			.drop();
		assertThat(await(answered).bodyAsString()).isEqualTo("answered");
		this.peer.handshake().respond(this.peer.expectRequest(), "elsewhere");
		assertThat(await(later).bodyAsString()).isEqualTo("elsewhere");
		assertThat(this.client.openStreams()).isZero();
	}

	/** What an earlier one has refused stays refused in good order. */
	@Test
	void theCodeOfALaterGoAwayCountsForWhatItEnds() throws Exception {
		List<CompletableFuture<H2Response>> posts = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			posts.add(this.client.post(this.peer, new byte[0]));
		}
		this.peer.handshake();
		for (int i = 0; i < 3; i++) {
			this.peer.expectRequest();
		}
		this.peer.goAway(3, Http2ErrorCode.NO_ERROR.code())
			.goAway(1, Http2ErrorCode.INTERNAL_ERROR.code(), "broken")
			.drop();
		assertThat(error(posts.get(1)).message())
			.isEqualTo("GOAWAY INTERNAL_ERROR with last stream 1 (broken), before stream 3 was answered");
		assertThat(error(posts.get(0)).message())
			.endsWith("lost before the response was complete, after GOAWAY INTERNAL_ERROR with last stream 1 (broken)");
		this.peer.handshake().respond(this.peer.expectRequest(), "elsewhere");
		assertThat(await(posts.get(2)).bodyAsString()).isEqualTo("elsewhere");
		assertThat(this.client.replays).singleElement()
			.returns("GOAWAY NO_ERROR with last stream 3, before stream 5 was answered", H2Error::message);
	}

	@Test
	void aConnectionThatEndsAfterAGoAwayCarriesItsWords() throws Exception {
		CompletableFuture<H2Response> post = this.client.post(this.peer, new byte[10]);
		int id = this.peer.handshake().expectRequest();
		byte[] payload = { 0, 0, 0, (byte) id, 0, 0, 0, 11, 't', 'o', 'o', '_', 'm', 'a', 'n', 'y', '_', 'p', 'i', 'n',
				'g', 's' };
		this.peer.send(Frame.GOAWAY, 0, 0, payload).drop();
		assertThat(error(post).message()).contains("lost", "ENHANCE_YOUR_CALM", "too_many_pings");
	}

	@Test
	void severalGoAwaysWithFallingIdsFailEachStreamOnce() throws Exception {
		List<CompletableFuture<H2Response>> responses = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			responses.add(this.client.get(this.peer));
		}
		this.peer.handshake();
		for (int i = 0; i < 3; i++) {
			this.peer.expectRequest();
		}
		this.peer.goAway(ALL, 0).goAway(5, 0).goAway(3, 0).goAway(1, 0).respond(1, "the first finishes");
		assertThat(await(responses.get(0)).bodyAsString()).isEqualTo("the first finishes");
		this.peer.expectGoAwayAndClose();
		this.peer.handshake();
		this.peer.respond(this.peer.expectRequest(), "replayed").respond(this.peer.expectRequest(), "replayed");
		assertThat(await(responses.get(1)).bodyAsString()).isEqualTo("replayed");
		assertThat(await(responses.get(2)).bodyAsString()).isEqualTo("replayed");
		assertThat(this.client.replays).hasSize(2);
		assertThat(this.client.openStreams()).isZero();
	}

	@Test
	void aStreamAtTheLastIdIsNotReplayedWhenTheConnectionIsLost() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[10]);
		int id = this.peer.handshake().expectRequest();
		this.peer.expect(Frame.DATA);
		this.peer.goAway(id, 0).roundTrip();
		this.peer.drop();
		H2Error error = error(response);
		assertThat(error).isInstanceOf(H2Error.ConnectionLost.class);
		assertThat(error.isUnprocessed()).isFalse();
		assertThat(this.client.replays).isEmpty();
	}

	/** A POST would be processed twice. */
	@Test
	void aStreamThatIsBeingAnsweredIsNotSentAgainWhateverTheLastIdSays() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[0]);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").goAway(0, 0).data(id, "answered", true);
		assertThat(await(response).bodyAsString()).isEqualTo("answered");
		assertThat(this.client.replays).isEmpty();
		this.peer.expectGoAwayAndClose();
	}

	@Test
	void framesOfStreamsAboveTheLastIdAreIgnoredAndKeepTheConnectionsState() throws Exception {
		CompletableFuture<H2Response> first = this.client.get(this.peer);
		this.peer.handshake().expectRequest();
		CompletableFuture<H2Response> second = this.client.get(this.peer);
		this.peer.expectRequest();
		this.peer.goAway(1, 0)
			.headers(3, false, ":status", "200", "x-late", "enters the table")
			.data(3, "late", true)
			.headers(1, true, ":status", "200", "x-late", "enters the table");
		assertThat(await(first).headers().first("x-late")).hasValue("enters the table");
		this.peer.expectGoAwayAndClose();
		this.peer.handshake().respond(this.peer.expectRequest(), "elsewhere");
		assertThat(await(second).bodyAsString()).isEqualTo("elsewhere");
	}

	@Test
	void afterEnhanceYourCalmRunningStreamsFinishAndNewOnesGoElsewhere() throws Exception {
		CompletableFuture<H2Response> running = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.goAway(id, Http2ErrorCode.ENHANCE_YOUR_CALM.code()).roundTrip();
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.respond(id, "running");
		assertThat(await(running).bodyAsString()).isEqualTo("running");
		this.peer.expectGoAwayAndClose();
		this.peer.handshake().respond(this.peer.expectRequest(), "next");
		assertThat(await(next).bodyAsString()).isEqualTo("next");
	}

	@Test
	void theServersWordsAreKeptShortAndPrintable() throws Exception {
		CompletableFuture<H2Response> response = this.client.post(this.peer, new byte[1]);
		this.peer.handshake().expectRequest();
		byte[] payload = new byte[8 + 1000];
		payload[7] = (byte) Http2ErrorCode.INTERNAL_ERROR.code();
		payload[8] = '\n';
		payload[9] = 'x';
		this.peer.send(Frame.GOAWAY, 0, 0, payload);
		assertThat(error(response)).isInstanceOfSatisfying(H2Error.GoAway.class,
				(goAway) -> assertThat(goAway.debugData()).hasSize(256).startsWith("?x??"));
	}

	@Test
	void aGoAwayRightBehindTheSettingsLosesNoRequest() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		this.peer.accept();
		this.peer.settings().settingsAck().goAway(0, 0).readPreface();
		this.peer.expectClose();
		this.peer.handshake().respond(this.peer.expectRequest(), "elsewhere");
		assertThat(await(response).bodyAsString()).isEqualTo("elsewhere");
	}

}
