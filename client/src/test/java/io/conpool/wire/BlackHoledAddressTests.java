package io.conpool.wire;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.H2ClientBuilder;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.testing.BlackHole;
import io.conpool.testing.Http2Server;
import io.conpool.transport.TransportConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host of whose addresses one swallows whatever is sent to it, as a broken IPv6 route
 * does: the next one is tried beside it (RFC 8305 section 5).
 */
class BlackHoledAddressTests {

	private static final String GOOD = "127.0.0.1";

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.3", "::1" })
	void theRequestIsAnsweredFromAnotherAddress(String swallowing) throws Exception {
		InetAddress first = InetAddress.getByName(swallowing);
		try (Http2Server server = Http2Server.cleartext(GOOD, 0, 100);
				BlackHole hole = BlackHole.open(first, server.port());
				ClientUnderTest client = client(ClientUnderTest.transport(), first, InetAddress.getByName(GOOD))) {
			assertThat(await(get(client, server.port())).status()).isEqualTo(200);
			assertThat(server.connectionsMade()).isOne();
			assertThat(hole.answers()).isFalse();
		}
	}

	@Test
	void whereEveryAddressSwallowsTheAttemptIsGivenUp() throws Exception {
		InetAddress first = InetAddress.getByName("127.0.0.3");
		InetAddress second = InetAddress.getByName("127.0.0.4");
		Duration limit = Duration.ofMillis(300);
		TransportConfig.Builder transport = ClientUnderTest.transport()
			.connectTimeout(limit)
			.connectionAttemptDelay(Duration.ofMillis(10));
		try (Http2Server elsewhere = Http2Server.cleartext(GOOD, 0, 100);
				BlackHole one = BlackHole.open(first, elsewhere.port());
				BlackHole two = BlackHole.open(second, elsewhere.port());
				ClientUnderTest client = client(transport, first, second)) {
			assertThat(error(get(client, elsewhere.port()))).isInstanceOfSatisfying(H2Error.ConnectionTimeout.class,
					(timeout) -> assertThat(timeout.limit()).isEqualTo(limit));
			assertThat(one.answers() || two.answers()).isFalse();
		}
	}

	private static ClientUnderTest client(TransportConfig.Builder transport, InetAddress... addresses) {
		H2ClientBuilder builder = ClientUnderTest.builder()
			.transport(transport.build())
			.resolver((host) -> CompletableFuture.completedFuture(List.of(addresses)));
		return new ClientUnderTest(builder);
	}

	private static CompletableFuture<H2Response> get(ClientUnderTest client, int port) {
		return client.client.sendAsync(H2Request.get("http://some.example:" + port + "/").build());
	}

}
