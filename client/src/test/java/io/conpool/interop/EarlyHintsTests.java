package io.conpool.interop;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Caddy that sends a 103 (RFC 8297) before every response, one of its own or its
 * backend's: no call is lost. Where a client gives up, Caddy 2.6 may end with a panic,
 * "Header called after Handler finished".
 */
@Tag("interop")
class EarlyHintsTests {

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@ValueSource(strings = { Caddy.OWN_HINTS, NettyPaths.HINTS })
	void everyGetIsAnswered(String path) throws Exception {
		assertAnswered(path, 5_000);
	}

	@Tag("long")
	@ParameterizedTest
	@ValueSource(strings = { Caddy.OWN_HINTS, NettyPaths.HINTS })
	void everyOneOfManyGetsIsAnswered(String path) throws Exception {
		assertAnswered(path, 20_000);
	}

	private void assertAnswered(String path, int calls) throws Exception {
		Site site = Peer.CADDY.start(this.servers);
		H2Client client = this.servers.client(site);
		H2Request request = H2Request.get(site.uri(path)).build();
		new Load(client, request, ServerProcess.CONTENT).run(calls, 50).tally().assertAllAnswered(calls);
	}

}
