package io.conpool.interop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.HttpProtocol;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that end TLS but not TCP: {@code close_notify} ends the input (RFC 8446 section
 * 6.1). The client's TLS is BoringSSL's where the tests run with a netty-tcnative for
 * this system; with {@code -Dio.netty.handler.ssl.noOpenSsl=true} it is the JDK's.
 */
@Tag("interop")
class CloseNotifyTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@ValueSource(strings = { Paths.CONTENT, AsyncioServer.UNTIL_CLOSE })
	void everyPostIsAnsweredByAsyncio(String path) {
		AsyncioServer asyncio = AsyncioServer.tls();
		ServerProcess server = this.servers.start(asyncio);
		H2Client client = this.servers.client(Servers.builder(asyncio).protocol(HttpProtocol.AUTO));
		H2Request post = H2Request.post(server.uri(path), RequestBody.utf8("content")).timeout(TIMEOUT).build();
		for (int i = 0; i < 5; i++) {
			assertThat(client.send(post).bodyAsString()).isEqualTo(ServerProcess.CONTENT);
			awaitNoConnection(client, server.endpoint());
		}
	}

	/**
	 * The next POST must not race with the end of the connection, which nobody can win.
	 */
	private static void awaitNoConnection(H2Client client, Endpoint endpoint) {
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
		while (client.stats().get(endpoint).serving() > 0 && System.nanoTime() < giveUp) {
			Thread.onSpinWait();
		}
		assertThat(client.stats().get(endpoint).serving()).isZero();
	}

}
