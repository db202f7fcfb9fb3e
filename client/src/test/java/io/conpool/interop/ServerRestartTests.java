package io.conpool.interop;

import java.util.Map;
import java.util.Set;

import io.conpool.H2Client;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.interop.Load.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * nghttpd that is killed under load and started again. The client's TLS is BoringSSL's
 * where the tests run with a netty-tcnative for this system, else the JDK's.
 */
@Tag("interop")
class ServerRestartTests {

	private static final int REQUESTS = 10_000;

	private static final Set<String> TYPED = Set.of("connection_lost", "connection_failed", "tls_handshake_failed");

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestsAfterARestartSucceedWithTheSameClient(boolean tls) throws Exception {
		Nghttpd nghttpd = tls ? Nghttpd.tls(100) : Nghttpd.h2c(100);
		ServerProcess server = this.servers.start(nghttpd);
		H2Client client = this.servers.client(nghttpd);
		H2Request request = H2Request.get(server.uri("/content.txt")).build();

		Result during = new Load(client, request, ServerProcess.CONTENT).interruptedAt(REQUESTS / 2, () -> {
			server.kill();
			server.startAgain();
		}).run(REQUESTS, 500);

		// Whoever was on the way when it went down, or came before it was back.
		assertThat(during.errors().keySet()).isSubsetOf(TYPED);
		assertThat(during.count()).isEqualTo(REQUESTS);
		assertThat(during.answers()).containsOnlyKeys(200);
		assertThat(during.wrongBodies()).isZero();

		Result after = new Load(client, request, ServerProcess.CONTENT).run(1_000, 100);
		assertThat(after.errors()).isEmpty();
		assertThat(after.answers()).isEqualTo(Map.of(200, 1_000));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestsFailWhileTheServerIsDownAndSucceedWhenItIsBack(boolean tls) {
		Nghttpd nghttpd = tls ? Nghttpd.tls(100) : Nghttpd.h2c(100);
		ServerProcess server = this.servers.start(nghttpd);
		H2Client client = this.servers.client(nghttpd);
		assertThat(client.get(server.uri("/content.txt")).status()).isEqualTo(200);

		server.kill();
		for (int i = 0; i < 3; i++) {
			H2Error error = catchThrowableOfType(H2ClientException.class, () -> client.get(server.uri("/content.txt")))
				.error();
			assertThat(error).isInstanceOfAny(H2Error.ConnectionFailed.class, H2Error.ConnectionLost.class);
			assertThat(error.isRetryable()).isTrue();
		}
		assertThat(client.stats().get(server.endpoint()).lastConnectFailed()).isTrue();

		server.startAgain();
		assertThat(client.get(server.uri("/content.txt")).bodyAsString()).isEqualTo(ServerProcess.CONTENT);
		assertThat(client.stats().get(server.endpoint()).lastConnectFailed()).isFalse();
	}

}
