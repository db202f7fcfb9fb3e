package io.conpool.connection.http2;

import java.time.Duration;

import io.conpool.connection.http2.ClockedConnection.Call;
import io.conpool.error.H2Error;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static io.conpool.connection.http2.ClockedConnection.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * PINGs to a peer that sends nothing for a while (RFC 9113 section 9.1).
 */
class KeepAliveTests {

	private static final Duration INTERVAL = Duration.ofSeconds(100);

	private static final Duration SHORTEST = Duration.ofSeconds(90);

	private static final Http2Config.Builder CONFIG = Http2Config.builder().keepAliveInterval(INTERVAL);

	@Test
	void aSilentPeerWithOpenStreamsIsSentPingsAtTheInterval() throws Exception {
		try (ClockedConnection client = new ClockedConnection(CONFIG.build())) {
			client.call();
			for (int i = 0; i < 5; i++) {
				client.clock.advance(SHORTEST.minusNanos(1));
				assertThat(client.sent()).isEmpty();
				// What was asked and answered is a sign of life: the interval begins
				// anew.
				client.clock.advance(INTERVAL);
				client.answer(client.ping());
				client.sent();
			}
		}
	}

	@Test
	void whatThePeerSendsPostponesThePing() throws Exception {
		try (ClockedConnection client = new ClockedConnection(CONFIG.build())) {
			Call call = client.call();
			client.peer.headers(call.id, false, ":status", "200");
			for (int i = 0; i < 10; i++) {
				client.clock.advance(Duration.ofSeconds(60));
				client.settle();
				client.peer.data(call.id, "alive", false);
				assertThat(client.sent()).isEmpty();
			}
		}
	}

	@Test
	void anIdleConnectionIsLeftAlone() throws Exception {
		try (ClockedConnection client = new ClockedConnection(CONFIG.build())) {
			client.clock.advance(INTERVAL.multipliedBy(10));
			assertThat(client.sent()).isEmpty();
		}
	}

	@Test
	void anIdleConnectionIsKeptAliveIfThatIsAskedFor() throws Exception {
		Http2Config config = Http2Config.builder().keepAliveInterval(INTERVAL).keepAliveWithoutStreams(true).build();
		try (ClockedConnection client = new ClockedConnection(config)) {
			client.clock.advance(INTERVAL);
			assertThat(client.ping().type()).isEqualTo(Frame.PING);
		}
	}

	@Test
	void byDefaultThereIsNone() throws Exception {
		try (ClockedConnection client = new ClockedConnection(Http2Config.defaults())) {
			client.call();
			client.clock.advance(Duration.ofHours(1));
			assertThat(client.sent()).isEmpty();
		}
	}

	@Test
	void aPeerThatDoesNotAnswerIsGone() throws Exception {
		Http2Config config = Http2Config.builder()
			.keepAliveInterval(INTERVAL)
			.keepAliveTimeout(Duration.ofMillis(300))
			.build();
		try (ClockedConnection client = new ClockedConnection(config)) {
			Call call = client.call();
			client.clock.advance(INTERVAL);
			client.ping();
			client.clock.advance(Duration.ofMillis(300));
			assertThat(get(call.failure))
				.isEqualTo(new H2Error.KeepAliveTimeout(client.connection().endpoint(), Duration.ofMillis(300)));
			client.peer.expectGoAwayAndClose();
		}
	}

}
