package io.conpool.interop;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.interop.Load.Result;
import io.conpool.pool.CloseReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apache httpd over TLS. The client's TLS is BoringSSL's where the tests run with a
 * netty-tcnative for this system, else the JDK's.
 */
@Tag("interop")
class HttpdTests {

	@RegisterExtension
	final Servers servers = new Servers();

	@Test
	void everyGetIsAnswered() throws Exception {
		Httpd httpd = Httpd.tls();
		ServerProcess server = this.servers.start(httpd);
		EveryRequest.getIsAnswered(this.servers.client(httpd), server);
	}

	@Test
	void everyPostIsAnswered() throws Exception {
		Httpd httpd = Httpd.tls();
		ServerProcess server = this.servers.start(httpd);
		EveryRequest.postIsAnswered(this.servers.client(httpd), server, "/content.txt", ServerProcess.CONTENT);
	}

	/**
	 * mod_http2 announces the end by GOAWAY with NO_ERROR, but then ends some of the
	 * connections with INTERNAL_ERROR (seen with 2.4.71), so that not everyone who was on
	 * the way can be served.
	 */
	@Test
	void requestsAfterAGracefulRestartSucceedWithTheSameClient() throws Exception {
		Httpd httpd = Httpd.tls();
		ServerProcess server = this.servers.start(httpd);
		H2Client client = this.servers.client(httpd);
		H2Request request = H2Request.get(server.uri("/content.txt")).build();

		Result result = new Load(client, request, ServerProcess.CONTENT).interruptedAt(3_000, server::reload)
			.run(10_000, 500);

		assertThat(result.errors().keySet()).isSubsetOf("go_away", "connection_lost");
		assertThat(result.answers()).containsOnlyKeys(200);
		assertThat(result.answers().get(200)).isGreaterThanOrEqualTo(9_000);
		assertThat(result.wrongBodies()).isZero();
		assertThat(client.stats().get(server.endpoint()).closed().get(CloseReason.UNHEALTHY)).isGreaterThan(0);
	}

}
