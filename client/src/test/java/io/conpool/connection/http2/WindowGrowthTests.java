package io.conpool.connection.http2;

import java.time.Duration;

import io.conpool.connection.http2.ClockedConnection.Call;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.connection.http2.ClockedConnection.ROUND_TRIP;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Receive windows that grow with bandwidth times round trip (RFC 9113 sections 5.2, 6.9).
 */
class WindowGrowthTests {

	private static final int KIB = 1024;

	private static final byte[] FRAME = new byte[16 * KIB];

	// The windows of streams are what limits.
	private static final Http2Config STREAMS = Http2Config.builder()
		.initialWindowSize(64 * KIB)
		.maxWindowSize(256 * KIB)
		.connectionWindowSize(1024 * KIB)
		.build();

	private int mayStillSend;

	private int pings;

	@Test
	void aStreamsWindowGrowsToTheLimitAndNotBeyond() throws Exception {
		try (ClockedConnection client = new ClockedConnection(STREAMS)) {
			Call call = begun(client.call(), client, 64 * KIB);
			for (int i = 0; i < 12; i++) {
				transfer(client, call, call.id, ROUND_TRIP);
				assertThat(this.mayStillSend).isLessThanOrEqualTo(256 * KIB);
			}
			assertThat(this.mayStillSend).isEqualTo(256 * KIB);
			int before = this.pings;
			transfer(client, call, call.id, ROUND_TRIP);
			assertThat(this.pings).as("nothing is left to learn").isEqualTo(before);
			// The next stream begins small, and has what was learned with its first
			// grant.
			Call next = begun(client.call(), client, 64 * KIB);
			transfer(client, next, next.id, ROUND_TRIP);
			// All but the half that is not granted anew yet.
			assertThat(this.mayStillSend).isEqualTo((256 - 32) * KIB);
		}
	}

	@Test
	void theConnectionsWindowGrowsToo() throws Exception {
		Http2Config config = Http2Config.builder()
			.initialWindowSize(1024 * KIB)
			.connectionWindowSize(64 * KIB)
			.maxWindowSize(256 * KIB)
			.build();
		try (ClockedConnection client = new ClockedConnection(config)) {
			Call call = begun(client.call(), client, 64 * KIB);
			for (int i = 0; i < 12; i++) {
				transfer(client, call, 0, ROUND_TRIP);
				assertThat(this.mayStillSend).isLessThanOrEqualTo(256 * KIB);
			}
			assertThat(this.mayStillSend).isEqualTo(256 * KIB);
		}
	}

	@Test
	void aWindowThatFillsQueuesOnlyDoesNotGrowOn() throws Exception {
		try (ClockedConnection client = new ClockedConnection(STREAMS)) {
			Call call = begun(client.call(), client, 64 * KIB);
			Duration roundTrip = ROUND_TRIP;
			int largest = 0;
			for (int i = 0; i < 60; i++) {
				transfer(client, call, call.id, roundTrip);
				largest = Math.max(largest, this.mayStillSend);
				// All that exceeds the first window waits on the way.
				roundTrip = ROUND_TRIP.multipliedBy((largest > 64 * KIB) ? 3 : 1);
			}
			assertThat(largest).isEqualTo(128 * KIB);
			assertThat(this.pings).as("about one a second").isBetween(5, 15);
		}
	}

	@Test
	void aPeerThatDoesNotUseUpTheWindowNeedsNoLargerOne() throws Exception {
		try (ClockedConnection client = new ClockedConnection(STREAMS)) {
			Call call = begun(client.call(), client, 64 * KIB);
			client.peer.data(call.id, FRAME, false).data(call.id, FRAME, false);
			Frame ping = client.ping();
			client.clock.advance(ROUND_TRIP);
			// One frame of the two that it had left.
			client.peer.data(call.id, FRAME, false);
			client.answer(ping);
			client.peer.data(call.id, FRAME, false);
			int granted = 0;
			for (Frame frame : client.sent()) {
				granted += (frame.streamId() == call.id) ? frame.intAt(0) : 0;
			}
			assertThat(granted).isEqualTo(64 * KIB);
		}
	}

	@Test
	void aReaderThatDoesNotKeepUpStopsThePeerAtTheWindowAsItIs() throws Exception {
		try (ClockedConnection client = new ClockedConnection(STREAMS)) {
			Call call = begun(client.unreadCall(), client, 64 * KIB);
			for (int i = 0; i < 4; i++) {
				client.peer.data(call.id, FRAME, false);
			}
			assertThat(client.sent()).isEmpty();
			for (int i = 0; i < 8; i++) {
				call.source.consumed(32 * KIB);
				int granted = 0;
				for (Frame frame : client.sent()) {
					if (frame.type() == Frame.PING) {
						client.clock.advance(ROUND_TRIP);
						client.answer(frame);
					}
					else {
						granted += frame.intAt(0);
					}
				}
				assertThat(granted).isEqualTo(32 * KIB);
				client.peer.data(call.id, FRAME, false).data(call.id, FRAME, false);
				assertThat(client.sent()).isEmpty();
				client.clock.advance(Duration.ofSeconds(1));
			}
		}
	}

	@Test
	void windowsThatAreNotToAdaptStayAsTheyAre() throws Exception {
		Http2Config config = Http2Config.builder()
			.initialWindowSize(64 * KIB)
			.connectionWindowSize(1024 * KIB)
			.adaptiveWindows(false)
			.build();
		try (ClockedConnection client = new ClockedConnection(config)) {
			Call call = begun(client.call(), client, 64 * KIB);
			for (int i = 0; i < 4; i++) {
				transfer(client, call, call.id, ROUND_TRIP);
				assertThat(this.mayStillSend).isEqualTo(64 * KIB);
			}
			assertThat(this.pings).isZero();
		}
	}

	private Call begun(Call call, ClockedConnection client, int window) throws Exception {
		client.peer.headers(call.id, false, ":status", "200");
		client.sent();
		this.mayStillSend = window;
		return call;
	}

	/**
	 * Sends all that the window of the stream, or of the connection, lets through, and
	 * answers a round trip later.
	 */
	private void transfer(ClockedConnection client, Call call, int window, Duration roundTrip) throws Exception {
		for (; this.mayStillSend > 0; this.mayStillSend -= FRAME.length) {
			client.peer.data(call.id, FRAME, false);
		}
		for (Frame frame : client.sent()) {
			if (frame.type() == Frame.PING) {
				this.pings++;
				client.clock.advance(roundTrip);
				client.answer(frame);
			}
			else if (frame.type() == Frame.WINDOW_UPDATE && frame.streamId() == window) {
				this.mayStillSend += frame.intAt(0);
			}
		}
		client.sent();
		client.clock.advance(roundTrip);
	}

}
